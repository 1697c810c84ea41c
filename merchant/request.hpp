#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/clock.hpp"
#include "ledger/dong.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

using ledger::Dong;
using ledger::Instant;

/// Where a payment request stands. Derived from its entries and the time, never stored.
enum class RequestStatus { pending, paid, short_, over, late, expired, cancelled };

/// What one credit meant when it came: for the vendor's screen and voice.
enum class CreditVerdict {
  paid,       ///< the request is paid to the đồng
  short_,     ///< less than the request still asks for
  over,       ///< more than the request asks for
  late,       ///< exact, but by the bank's clock after the request had ended
  again,      ///< the request was paid before
  static_,    ///< no request: the stall's own code or account
  unmatched,  ///< no stall can be named: suspense
};

std::string_view status_name(RequestStatus status);
std::string_view verdict_name(CreditVerdict verdict);
std::optional<RequestStatus> status_from_name(std::string_view name);
std::optional<CreditVerdict> verdict_from_name(std::string_view name);

/// A sale that waits for its money, or had it.
struct PaymentRequest {
  std::string id;  ///< "pr_" and 22 characters: cannot be guessed, stands in the pay link
  StallId stall;
  Dong amount;       ///< 1 … 499 999 999
  std::string note;  ///< what the vendor wrote, as written; ≤ 200 bytes
  ReferenceCode reference;
  PayeeAccount account;  ///< as it was when the request was opened
  Instant created_at;
  Instant expires_at;
  std::optional<Instant> cancelled_at;
  Dong received;
  bool any_late = false;  ///< a credit came after the end, by the bank's clock

  RequestStatus status(Instant now) const;
  /// When it stops waiting: its expiry, or its cancellation if that came first.
  Instant ends_at() const;
  bool open(Instant now) const { return status(now) == RequestStatus::pending; }
  /// Counts a credit in.
  void receive(Dong credit, Instant occurred_at);
  /// What a further credit would mean.
  CreditVerdict verdict(Dong credit, Instant occurred_at) const;
};

}  // namespace chopay::merchant
