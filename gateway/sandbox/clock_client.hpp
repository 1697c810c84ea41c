#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "gateway/sandbox/web.hpp"
#include "ledger/clock.hpp"

namespace chopay::sandbox {

/// Sets the clock of the sandbox at that address forward (POST {to}/sandbox/clock) and gives its
/// time then. no_answer, and answer_refused where the key may not, or the address has no clock.
Result<ledger::Instant> set_forward(const Web& web, std::string_view to, std::string_view api_key,
                                    std::chrono::seconds by);

}  // namespace chopay::sandbox
