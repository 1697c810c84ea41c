#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace chopay::api {

/// Which keys have an event stream open just now: who follows one needs no waking. Thread-safe.
class OpenLines {
  struct Counts {
    std::mutex mutex;
    std::map<std::string, int, std::less<>> by_key;  ///< by the key's hash; none is 0
  };

 public:
  /// One stream, for as long as it lives; a key may have several. May outlive the lines: a stream
  /// that the end of the process cuts off is taken down with its thread.
  class Line {
   public:
    Line(const OpenLines& lines, std::string key) : counts_(lines.counts_), key_(std::move(key)) {
      add(1);
    }
    ~Line() { add(-1); }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

   private:
    void add(int lines) {
      const std::lock_guard lock{counts_->mutex};
      auto& count = counts_->by_key[key_];
      count += lines;
      if (count == 0) counts_->by_key.erase(key_);
    }

    const std::shared_ptr<Counts> counts_;
    const std::string key_;
  };

  bool has(std::string_view key) const {
    const std::lock_guard lock{counts_->mutex};
    return counts_->by_key.contains(key);
  }

 private:
  const std::shared_ptr<Counts> counts_ = std::make_shared<Counts>();
};

}  // namespace chopay::api
