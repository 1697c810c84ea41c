#pragma once

#include <string_view>

#include "merchant/book.hpp"

namespace chopay::merchant {

/// Where a credit belongs, and the evidence. Never a guess: what nothing names is suspense.
struct Match {
  MatchReason reason = MatchReason::shared_account;
  const PaymentRequest* request = nullptr;
  const Stall* stall = nullptr;                 ///< nullptr: suspense
  std::optional<ReferenceCode> reference = {};  ///< the code that decided
};

/// The evidence in its order: a request's code as written; one with a symbol put right, if its
/// request waits for exactly this amount; where the stall is named (by its own code, or since the
/// account is its alone), the one open request of it that asks for exactly this amount; the stall's
/// own code; an account that belongs to one stall. Two requests that fit alike decide nothing. A
/// code counts only for the account that it was made for: in a transfer to another account it
/// names nothing.
Match match(const Book& book, const PayeeAccount& account, Dong amount, std::string_view content,
            Instant occurred_at);

}  // namespace chopay::merchant
