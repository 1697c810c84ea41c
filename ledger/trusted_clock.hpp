#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "ledger/clock.hpp"
#include "ledger/lead_terms.hpp"

namespace chopay::ledger {

/// How long this machine has run, sleep included; set by nobody.
std::chrono::milliseconds since_boot();

/// The machine's time of day, which is not followed where it leaps: entries that were stamped ahead
/// would keep everybody from adding until that time has come. Meanwhile the time goes on as it was,
/// so that nothing stands still.
///
/// With a ledger on a server, the server's clock decides: the machine's is followed at once where
/// the two agree, and not at all where what it was before agrees. Where there is no such opinion,
/// or it agrees with neither, a leap is followed once it has stood for `hold`: who sets a clock
/// right has it right half a minute later, and a leap that is taken back before leaves no trace.
///
/// Thread-safe.
class TrustedClock final : public Clock {
 public:
  using Elapsed = std::function<std::chrono::milliseconds()>;
  /// Time servers correct by less, or slowly.
  static constexpr std::chrono::seconds leap_min{5};
  /// What is not worth being remembered anew.
  static constexpr std::chrono::milliseconds drift_min{100};
  /// How far from the server's a right clock may be.
  static constexpr std::chrono::seconds apart_max{60};
  static constexpr std::chrono::seconds hold{30};

  /// `terms`: where the server's time is told. `machine` must outlive it.
  TrustedClock(const Clock& machine, std::shared_ptr<const LeadTerms> terms,
               Elapsed elapsed = since_boot);
  Instant now() const override;
  /// Whether the machine's clock has leapt and is not followed.
  bool has_leapt() const;
  /// Whether now() is far from what the server's clock says: then another gateway's is perhaps
  /// better.
  bool is_apart() const;

 private:
  using Offset = std::chrono::milliseconds;  ///< of a time of day from since_boot()

  Offset followed(Offset offset, std::chrono::milliseconds elapsed) const;
  void forget_leap() const;
  bool server_agrees(Offset offset) const;

  const Clock& machine_;
  const std::shared_ptr<const LeadTerms> terms_;
  const Elapsed elapsed_;
  mutable std::atomic<Offset> trusted_;
  mutable std::atomic<bool> leaps_{false};
  mutable std::mutex mutex_;
  mutable std::optional<Offset> leapt_to_;
  mutable std::chrono::milliseconds leapt_at_{};
};

}  // namespace chopay::ledger
