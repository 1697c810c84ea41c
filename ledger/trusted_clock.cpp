#include "ledger/trusted_clock.hpp"

#include <time.h>

#include <utility>

namespace chopay::ledger {

using std::chrono::milliseconds;

milliseconds since_boot() {
  timespec time{};
  ::clock_gettime(CLOCK_BOOTTIME, &time);
  return std::chrono::floor<milliseconds>(std::chrono::seconds{time.tv_sec} +
                                          std::chrono::nanoseconds{time.tv_nsec});
}

TrustedClock::TrustedClock(const Clock& machine, std::shared_ptr<const LeadTerms> terms,
                           Elapsed elapsed)
    : machine_(machine),
      terms_(std::move(terms)),
      elapsed_(std::move(elapsed)),
      trusted_(machine_.now().time_since_epoch() - elapsed_()) {}

Instant TrustedClock::now() const {
  const auto machine = machine_.now();
  const auto elapsed = elapsed_();
  const Offset offset = machine.time_since_epoch() - elapsed;
  const auto drift = std::chrono::abs(offset - trusted_.load(std::memory_order_relaxed));
  if (drift >= leap_min) return Instant{followed(offset, elapsed) + elapsed};
  if (leaps_) forget_leap();
  if (drift >= drift_min) trusted_.store(offset, std::memory_order_relaxed);
  return machine;
}

/// Of a clock that has leapt: what is followed, that or what was before.
TrustedClock::Offset TrustedClock::followed(Offset offset, milliseconds elapsed) const {
  const std::lock_guard lock{mutex_};
  const Offset before = trusted_;
  if (!leapt_to_ || std::chrono::abs(offset - *leapt_to_) >= leap_min) {
    leapt_to_ = offset;
    leapt_at_ = elapsed;
    leaps_ = true;
  }
  const bool is_confirmed = server_agrees(offset);
  const bool is_refuted = !is_confirmed && server_agrees(before);
  if (!is_confirmed && (is_refuted || elapsed - leapt_at_ < hold)) return before;
  trusted_ = offset;  // the next look forgets the leap
  return offset;
}

void TrustedClock::forget_leap() const {
  const std::lock_guard lock{mutex_};
  leapt_to_.reset();
  leaps_ = false;
}

bool TrustedClock::server_agrees(Offset offset) const {
  const auto server = terms_->server_offset();
  return server && std::chrono::abs(*server - offset) <= apart_max;
}

bool TrustedClock::has_leapt() const {
  const auto shown = now();
  return std::chrono::abs(machine_.now() - shown) >= leap_min;
}

bool TrustedClock::is_apart() const {
  now();
  return terms_->server_offset() && !server_agrees(trusted_);
}

}  // namespace chopay::ledger
