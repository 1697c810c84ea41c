#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/entry.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

using ledger::Dong;
using ledger::Instant;

/// A share of a credit, and what explains it.
struct CreditPart {
  StallId stall;
  std::string request;  ///< id; empty for money of the stall without a request
  Dong amount;
  friend bool operator==(const CreditPart&, const CreditPart&) = default;
};

/// Into how many shares one credit may be split.
inline constexpr std::size_t credit_parts_max = 16;
/// How long the explanation of a credit may be changed and money of it given back. The book holds
/// what was changed for as long.
inline constexpr std::chrono::hours credit_changes_kept{90 * 24};

/// What somebody writes of why money is moved or goes back.
inline constexpr std::size_t why_bytes_max = 200;

/// One allocation of a credit: what explained it before.
struct Allocated {
  ledger::Seq entry{};
  std::vector<CreditPart> before;
  Instant before_since;
};

/// How often one credit may be explained anew.
inline constexpr std::size_t allocations_max = 32;

/// A credit as it stands now. The book holds those that no stall explains and those that were
/// changed; any other stands in its entry as it came.
struct CreditState {
  ledger::Seq seq{};
  ledger::BusinessDay day;
  Instant occurred_at;
  Instant recorded_at;
  PayeeAccount account;
  Dong amount;
  std::string source;
  Instant since;                  ///< when the parts became what they are
  std::vector<CreditPart> parts;  ///< they sum to the amount; none: it is on the suspense list
  std::vector<Allocated> allocations;
  Dong refunded;        ///< given back, as the bank confirmed
  Dong refund_pending;  ///< asked to be given back, not yet seen at the bank

  bool in_suspense() const { return parts.empty(); }
  /// True where it was on the suspense list before somebody explained it: a board has seen it
  /// there.
  bool was_in_suspense() const {
    return !allocations.empty() && allocations.front().before.empty();
  }
  /// What may still be given back.
  Dong refundable() const { return amount - refunded - refund_pending; }
};

/// The credit as its entry tells it, before anything was changed. REQUIRES: kind credit.
CreditState credit_of(const ledger::Entry& entry);

/// Sums of the parts by stall; the suspense account where there are none.
std::map<StallId, Dong> by_stall(const std::vector<CreditPart>& parts);

/// The postings that replace one explanation of a credit by another (FORMAT.md, Postings): each
/// account that changes is reversed whole, and posted again with what it has now.
std::vector<ledger::Posting> reallocated(const MarketId& market, Dong amount,
                                         const std::vector<CreditPart>& before,
                                         const std::vector<CreditPart>& after);

}  // namespace chopay::merchant
