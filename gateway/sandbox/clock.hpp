#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "ledger/clock.hpp"

namespace chopay::sandbox {

/// The sandbox's time: the machine's, and so much ahead of it as somebody has set. It only goes
/// forward, since the entries of a ledger do. How far it is ahead lies in DIR/sandbox.clock, so a
/// sandbox that starts again goes on where it was. Thread-safe.
class SettableClock final : public ledger::Clock {
 public:
  static constexpr std::chrono::hours step_max{366 * 24};

  /// As the folder's file says; as the machine where there is none.
  explicit SettableClock(std::string folder);

  ledger::Instant now() const override;

  enum class Moved {
    yes,
    backwards,  ///< the moment has been
    too_far,    ///< more than step_max away, or past the year 2099
  };
  /// Sets it to that moment. Throws ledger::StoreFailure where the file cannot be written, and then
  /// the time is as it was.
  Moved move_to(ledger::Instant to);
  /// How far it is ahead of the machine's.
  std::chrono::milliseconds ahead() const { return std::chrono::milliseconds{ahead_ms_.load()}; }

 private:
  const std::string path_;
  const ledger::SystemClock machine_{};
  std::mutex moving_;
  std::atomic<std::int64_t> ahead_ms_;
};

/// How far the clock of the sandbox in that folder is ahead of the machine's; 0 where nobody set
/// it.
std::chrono::milliseconds clock_ahead(const std::string& folder);

}  // namespace chopay::sandbox
