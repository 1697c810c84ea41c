#include "gateway/api/source_lag.hpp"

#include <algorithm>

#include "ledger/business_day.hpp"

namespace chopay::api {

std::optional<std::chrono::nanoseconds> source_lag(ledger::Instant bank_time,
                                                   ledger::Instant arrived_at) {
  const auto by_vietnams_clock = bank_time + ledger::vietnam_offset;
  if (by_vietnams_clock == std::chrono::floor<std::chrono::days>(by_vietnams_clock)) return {};
  const std::chrono::nanoseconds lag = arrived_at - bank_time;
  return std::max(lag, std::chrono::nanoseconds{0});
}

}  // namespace chopay::api
