#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "merchant/credit_state.hpp"
#include "merchant/reference_code.hpp"

namespace chopay::merchant {

/// Where a refund stands. chopay sends no money: the vendor pays it with their own bank's app, and
/// the bank's notice of the outgoing transfer closes it.
enum class RefundStatus {
  waiting,    ///< no outgoing transfer with its code was seen
  part_paid,  ///< some of it was
  paid,
  cancelled,
};

std::string_view refund_status_name(RefundStatus status);

/// Money of one credit that is to go back to the account that paid it.
struct Refund {
  std::string id;  ///< "rf_" and 22 characters
  ledger::Seq credit{};
  CreditPart part;  ///< the share of the credit that it comes from; its amount is the refund's
  ReferenceCode reference;
  PayeeAccount account;  ///< from which it is to be paid
  std::string why;       ///< as written; ≤ 200 bytes
  std::string by;        ///< who asked for it
  Instant created_at;
  Dong paid = {};
  bool cancelled = false;

  Dong missing() const { return part.amount - paid; }
  RefundStatus status() const;
};

}  // namespace chopay::merchant
