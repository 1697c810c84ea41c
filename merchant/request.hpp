#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/dong.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

using ledger::Dong;
using ledger::Instant;

/// Where a payment request stands. Derived from its entries and the time, never stored.
enum class RequestStatus {
  pending,        ///< waits for its money
  paid,           ///< what is kept of the money is the amount to the đồng
  short_,         ///< less than the amount came
  over,           ///< more than the amount is kept
  late,           ///< exact, but some of it came after the end
  expired,        ///< its time passed without money
  cancelled,      ///< taken back before money came
  refunded,       ///< all that came was given back
  part_refunded,  ///< less than the amount is kept, since some was given back
};

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

/// What the unguessable name of a request begins with.
inline constexpr std::string_view token_prefix = "pr_";

/// A further code of a request that is short: it asks for what was missing when it was made.
struct RestCode {
  ReferenceCode reference;
  Dong amount;
  Instant expires_at;
};

/// How many codes for the rest one request may have.
inline constexpr std::size_t rest_codes_max = 8;

/// A sale that waits for its money, or had it.
struct PaymentRequest {
  std::string id;  ///< chosen by the caller, or as `token`
  StallId stall;
  Dong amount;       ///< 1 … 499 999 999
  std::string note;  ///< what the vendor wrote, as written; ≤ 200 bytes
  ReferenceCode reference;
  PayeeAccount account;  ///< as it was when the request was opened
  Instant created_at;
  Instant expires_at;
  std::optional<Instant> cancelled_at;
  Dong received;          ///< all that came for it, also what was given back since
  bool any_late = false;  ///< a credit came after the end, by the bank's clock
  /// "pr_" and 22 characters: cannot be guessed, stands in the pay link. Empty: the id is it.
  std::string token = {};
  Dong refunded = {};  ///< given back, 0 … received
  std::vector<RestCode> rests = {};
  bool expiry_told =
      false;  ///< an entry says that it expired; whether it has follows from the time

  RequestStatus status(Instant now) const;
  /// What stands in the pay link.
  const std::string& link() const { return token.empty() ? id : token; }
  /// When it stops waiting: its expiry, or its cancellation if that came first; of its last code
  /// for the rest where it has one.
  Instant ends_at() const;
  bool open(Instant now) const { return status(now) == RequestStatus::pending; }
  Dong kept() const { return received - refunded; }
  /// What is still missing of the amount when it stands so; 0 unless it is pending or short.
  Dong missing(RequestStatus stands) const;
  Dong missing(Instant now) const { return missing(status(now)); }
  /// What is kept beyond the amount.
  Dong surplus() const;
  /// The code that a shopper should pay now: the last one for the rest, else the first one.
  RestCode asks() const;
  /// Counts a credit in.
  void receive(Dong credit, Instant occurred_at);
  /// Takes a credit out again that was counted in by mistake. REQUIRES: credit ≤ kept().
  void release(Dong credit);
  /// Counts money that was given back. REQUIRES: back ≤ kept().
  void give_back(Dong back);
  /// What a further credit would mean.
  CreditVerdict verdict(Dong credit, Instant occurred_at) const;
};

}  // namespace chopay::merchant
