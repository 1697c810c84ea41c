#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "ledger/clock.hpp"

namespace chopay::outbound {

/// Which devices are to be woken, and when each may be: one hint stands for all that came since the
/// last. Knows no sockets and no clock. A hint is no proof, so what does not fit is dropped.
class PushQueue {
 public:
  /// More than the tills of any market: beyond them somebody makes devices up.
  static constexpr std::size_t devices_max = 4'096;
  /// Between two hints to a device.
  static constexpr std::chrono::seconds apart{5};
  /// Nobody is told so late that something has come.
  static constexpr std::chrono::minutes hint_lifetime{5};
  /// The longest wait after failures in a row: 5 s, then twice as long each time.
  static constexpr std::chrono::minutes wait_longest{30};
  static constexpr std::size_t doublings_max = 10;  ///< past them the longest wait is reached

  /// The device is to be woken. False where the queue is full: it is not.
  bool want(const std::string& device, ledger::Instant now);
  /// A device that may be woken now, under way from here on; nothing where there is none.
  std::optional<std::string> take(ledger::Instant now);

  // REQUIRES for both: the device was taken.
  /// Nothing is to be tried again: it was woken, or needs no waking.
  void done(const std::string& device, ledger::Instant now);
  /// The hint waits on: as long as the service says, else longer each time.
  void failed(const std::string& device, ledger::Instant now,
              std::optional<std::chrono::seconds> retry_after);

  /// When take() next has something; nothing where nobody waits.
  std::optional<ledger::Instant> next_due() const;
  std::size_t size() const { return devices_.size(); }

 private:
  struct Device {
    std::optional<ledger::Instant> wanted_at;  ///< of the hint that waits
    ledger::Instant taken_of{};                ///< wanted_at of the one that is under way
    ledger::Instant not_before{};
    std::size_t failures = 0;
    bool under_way = false;
  };
  void sweep(ledger::Instant now);

  std::map<std::string, Device> devices_;
};

}  // namespace chopay::outbound
