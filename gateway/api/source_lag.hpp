#pragma once

#include <chrono>
#include <optional>

#include "ledger/clock.hpp"

namespace chopay::api {

/// How long after the bank's own time its message arrived; 0 where the bank's clock is ahead of
/// ours. Nothing where the bank has told the day alone, which is read as its midnight in Vietnam:
/// it would look hours late.
std::optional<std::chrono::nanoseconds> source_lag(ledger::Instant bank_time,
                                                   ledger::Instant arrived_at);

}  // namespace chopay::api
