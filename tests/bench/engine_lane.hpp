#pragma once

#include <cstdint>
#include <string>

#include "ledger/appender.hpp"
#include "tests/bench/fill_ledger.hpp"

namespace chopay::bench {

std::uint64_t entries_of(const std::string& directory);

/// Appends payments through a lane, as a gateway does, to the ledger in the folder, and signs each
/// batch; its rules make drafts and nothing else. Returns payments a second, from the first command
/// to the last answer.
double lane_rate(const std::string& directory, std::uint64_t payments,
                 const ledger::LaneLimits& limits);

}  // namespace chopay::bench
