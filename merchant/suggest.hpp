#pragma once

#include <string_view>
#include <vector>

#include "merchant/credit_state.hpp"
#include "merchant/request.hpp"

namespace chopay::merchant {

/// Why an unexplained credit might belong somewhere. A person decides; nothing is done by itself.
enum class Hint {
  exact_amount,  ///< the request misses exactly this amount
  near_time,     ///< the transfer falls into the request's time, or an hour around it
  similar_text,  ///< the transfer text has most of the code, or the stall's code or name
  same_account,  ///< the money came into the account that this stall has or had
};

std::string_view hint_name(Hint hint);

/// A place that a credit might belong to, with the reasons.
struct Suggestion {
  StallId stall;
  std::string request;  ///< id; empty: the stall without a request
  Dong missing;         ///< of the request
  std::vector<Hint> hints;
};

/// How many suggestions a credit gets at most.
inline constexpr std::size_t suggestions_max = 10;

/// Where the credit might belong, the best first: the requests of stalls that have its account, and
/// these stalls themselves. `content` is its transfer text, empty where it was erased.
std::vector<Suggestion> suggest(const CreditState& credit, std::string_view content,
                                const Registry& registry,
                                const std::vector<PaymentRequest>& requests);

}  // namespace chopay::merchant
