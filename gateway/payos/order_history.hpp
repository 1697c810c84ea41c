#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/request.hpp"

namespace chopay::payos {

/// A transfer that an order has money of.
struct OrderCredit {
  ledger::Seq seq{};
  ledger::Dong amount;  ///< of the transfer that is the order's
};

/// How an order stands, folded from the entries of its stall: also when the book has forgotten it.
struct OrderHistory {
  std::optional<merchant::PaymentRequest> request;  ///< nothing: it was never opened
  std::vector<OrderCredit> credits;
  bool paid_before_last = false;  ///< before the newest entry that touches it

  bool paid() const { return request && request->kept() >= request->amount; }
};

/// Folds the request `id` of the stall up to the entry `upto` and including it. Looks at no more
/// than 100,000 entries of the stall. Runs on a reader's thread.
OrderHistory fold_order(ledger::Reader& reader, const merchant::MarketId& market,
                        const merchant::StallId& stall, const std::string& id, ledger::Seq upto);

}  // namespace chopay::payos
