#pragma once

#include <string>
#include <string_view>

#include "gateway/api/feeder.hpp"
#include "ledger/clock.hpp"

namespace chopay::app {

/// What a source's settings made of a test notice.
enum class TrialResult {
  understood,    ///< signed with the source's secret, believed and read
  refused,       ///< not believed or not readable: secret, kind or clock are not right
  not_signable,  ///< the bank signs with a key of its own: only the bank can send a test
};
/// "understood", "refused", "not_signable".
std::string_view to_string(TrialResult result);

struct Trial {
  TrialResult result = TrialResult::not_signable;
  std::string action;  ///< as `chopay callback check` names it; empty where nothing was signed
  int status = 200;    ///< of the answer that the source would have had
  std::string why;     ///< may be empty
};

/// Writes a notice of 1.000 ₫ for an account of zeros in the source's own format, signs it with its
/// secret, and has its adapter believe and read it. What was read goes nowhere from here: no
/// command is made of it, so that it cannot become money. Pure.
Trial try_source(const api::Feeder& feeder, ledger::Instant now);

}  // namespace chopay::app
