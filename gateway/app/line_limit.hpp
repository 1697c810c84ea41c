#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace chopay::app {

/// Lets one line a minute and kind into the log: whoever is refused a million times fills no disk.
/// The kinds must be few; the time is passed in. Thread-safe.
class LineLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// How often it happened since the line of this kind before, this time counted in; 0: no line is
  /// due.
  std::uint64_t due(std::string_view kind, Time now);

 private:
  struct Kind {
    Time told_at{};
    std::uint64_t since = 0;
    bool told = false;
  };
  std::mutex mutex_;
  std::map<std::string, Kind, std::less<>> kinds_;
};

}  // namespace chopay::app
