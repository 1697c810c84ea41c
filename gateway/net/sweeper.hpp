#pragma once

#include <chrono>
#include <memory>

#include "gateway/net/task.hpp"

namespace chopay::net {

class Sweeper;

/// Something of one I/O thread that must not last for ever, such as a read from a slow client.
///
/// Arming costs two stores: the sweeper of the thread looks at all deadlines every tick. It fires
/// between the given time and two ticks later, never early, and again each tick until disarmed.
class Deadline {
 public:
  explicit Deadline(Sweeper& sweeper);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void arm(std::chrono::milliseconds from_now);
  void disarm() { at_ = std::chrono::steady_clock::time_point::max(); }

 protected:
  virtual ~Deadline();
  /// Called on the I/O thread. May disarm or destroy this object, and any other.
  virtual void expired() noexcept = 0;

 private:
  friend class Sweeper;
  Sweeper& sweeper_;
  std::chrono::steady_clock::time_point at_ = std::chrono::steady_clock::time_point::max();
  Deadline* before_ = nullptr;
  Deadline* behind_ = nullptr;
};

/// Watches the deadlines of one I/O thread. Not thread-safe: used on that thread only.
class Sweeper {
 public:
  explicit Sweeper(std::chrono::milliseconds tick);
  Sweeper(const Sweeper&) = delete;
  Sweeper& operator=(const Sweeper&) = delete;

  /// Looks at every deadline as if it were `now`, which is also the time for arming from then on.
  void sweep(std::chrono::steady_clock::time_point now);
  /// Sweeps every tick, for ever.
  Task<void> run();

 private:
  friend class Deadline;
  void link(Deadline& deadline);
  void unlink(Deadline& deadline);

  std::chrono::milliseconds tick_;
  std::chrono::steady_clock::time_point now_ = std::chrono::steady_clock::now();
  Deadline* first_ = nullptr;
  Deadline* next_ = nullptr;  ///< the one to look at next while a sweep is under way
};

}  // namespace chopay::net
