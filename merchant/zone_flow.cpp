#include "merchant/zone_flow.hpp"

#include <cmath>

namespace chopay::merchant {

void ZoneFlow::take(const ledger::StallId& stall, ledger::Instant at) {
  auto& seen = seen_[stall];
  ++seen.kept;
  seen.last_number = ++count_;
  seen.last_at = at;
  newest_.push_back(stall);
  if (newest_.size() <= kept_max) return;
  const auto oldest = seen_.find(newest_.front());
  newest_.pop_front();
  if (--oldest->second.kept == 0) seen_.erase(oldest);
}

bool ZoneFlow::is_silent(const Seen& seen, const SilenceRule& rule, ledger::Instant now) const {
  const auto missed = count_ - seen.last_number;
  if (seen.kept < habit_min || missed == 0 || now - seen.last_at < rule.at_least) return false;
  const auto before = static_cast<std::int64_t>(newest_.size()) - missed;
  // A stall that was nearly alone in its zone has no neighbours to be compared with.
  if (seen.kept * 2 > before) return false;
  const double share = static_cast<double>(seen.kept) / static_cast<double>(before);
  return static_cast<double>(missed) * std::log1p(-share) <
         -std::log(static_cast<double>(rule.odds));
}

std::vector<SilentStall> ZoneFlow::silent(const SilenceRule& rule, ledger::Instant now) const {
  std::vector<SilentStall> silent;
  if (rule.odds <= 0) return silent;
  for (const auto& [stall, seen] : seen_) {
    if (is_silent(seen, rule, now)) {
      silent.push_back({stall, seen.last_at, count_ - seen.last_number});
    }
  }
  return silent;
}

}  // namespace chopay::merchant
