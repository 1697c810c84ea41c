#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace chopay::api {

/// Which keys have an event stream open just now: who follows one needs no waking. Thread-safe; must
/// outlive its lines.
class OpenLines {
 public:
  /// One stream, for as long as it lives; a key may have several.
  class Line {
   public:
    Line(OpenLines& lines, const std::string& key) : lines_(lines), key_(key) { lines_.add(key_, 1); }
    ~Line() { lines_.add(key_, -1); }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

   private:
    OpenLines& lines_;
    const std::string key_;
  };

  bool has(std::string_view key) const {
    const std::lock_guard lock{mutex_};
    return count_.contains(key);
  }

 private:
  void add(const std::string& key, int lines) {
    const std::lock_guard lock{mutex_};
    auto& count = count_[key];
    count += lines;
    if (count == 0) count_.erase(key);
  }

  mutable std::mutex mutex_;
  std::map<std::string, int, std::less<>> count_;  ///< by the key's hash; none is 0
};

}  // namespace chopay::api
