#pragma once

#include <string>
#include <vector>

#include "merchant/credit_state.hpp"
#include "merchant/settlement.hpp"
#include "merchant/statement/account_day.hpp"

namespace chopay::merchant {

/// A credit that was told of after its day was closed, and counts for the day asked for.
struct LateCredit {
  ledger::Seq seq{};
  StallId stall;  ///< empty: unexplained
  Dong amount;
  Instant occurred_at;
};

/// Money of the day on an account of which no statement was imported: only notices tell of it.
struct AccountWithoutStatement {
  PayeeAccount account;
  std::int64_t postings = 0;
  Dong amount;
};

/// Where every đồng of a day went: what came to bank accounts is sales less refunds, and what
/// nobody explains, each credit of it listed.
struct Reconciliation {
  Settlement settlement;
  bool closed = false;
  Dong at_banks;                         ///< sum of what banks say came, less what left as refunds
  std::vector<CreditState> unexplained;  ///< those of the day on the suspense list now
  std::vector<LateCredit> late;
  std::size_t late_hidden = 0;  ///< late credits that may not be seen (board_view.hpp)
  std::vector<statement::AccountDay> statements;  ///< of the day, by account
  std::vector<AccountWithoutStatement> without_statement;
  std::size_t accounts_hidden = 0;  ///< of both, those that may not be seen

  /// Unmatched money of the day that was explained after it was closed, less what the day explains
  /// of earlier ones.
  Dong explained_elsewhere() const;
  /// What came, less sales, refunds and unmatched money: 0, or the ledger is broken.
  Dong difference() const;
};

/// {"date","closed","at_banks","sales","refunds","unmatched","explained_elsewhere","difference","unexplained":[…],
/// "late":[…],"late_hidden","statements":[…],"without_statement":[{"bank","account","postings",
/// "amount"}],"accounts_hidden","head"}; sums that are hidden are null.
std::string to_json(const Reconciliation& reconciliation);

}  // namespace chopay::merchant
