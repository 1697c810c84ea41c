#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace chopay::http {

/// How many there are of something, counted by all I/O threads.
class Tally {
 public:
  /// Counts one more; false, and nothing counted, when there are `max` already.
  bool add(std::size_t max);
  void remove();
  std::size_t count() const { return count_.load(); }
  /// Waits until there are none. False when `at_most` has passed.
  bool wait_for_none(std::chrono::milliseconds at_most);

 private:
  std::atomic<std::size_t> count_{0};
  std::mutex mutex_;
  std::condition_variable none_;
};

}  // namespace chopay::http
