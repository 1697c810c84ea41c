#pragma once

#include <vector>

#include "ledger/store.hpp"
#include "merchant/cash_line.hpp"
#include "merchant/registry.hpp"
#include "merchant/report/period.hpp"
#include "merchant/settlement.hpp"

namespace chopay::merchant::books {

/// One stall's day by the ledger's daily sums.
struct StallDay {
  DayFigures figures;
  Dong cash;
  ledger::Seq last{};  ///< the newest entry of its sales and refunds

  /// What tax counts: given back is not taken (NĐ 68/2026 Art. 5(1)).
  Dong revenue() const { return figures.net() + cash; }
};
/// A few look-ups.
StallDay read_stall_day(ledger::Reader& reader, const MarketId& market, const StallId& stall,
                        ledger::BusinessDay day);

/// A cash line with what the household wrote beside it.
struct NotedCash {
  CashLine line;
  std::string note;
};

/// What one account received for a stall on a day.
struct AccountDay {
  PayeeAccount account;
  ledger::BusinessDay day;
  std::int64_t count = 0;  ///< credits
  Dong amount;
  ledger::Seq last{};
};

/// What only a stall's own entries tell of a period.
struct StallEntries {
  std::vector<NotedCash> cash;       ///< by day and seq; those that were taken back are marked
  std::vector<AccountDay> accounts;  ///< by account and day
};
/// Reads the stall's entries from the newest back to the period's first day.
StallEntries read_stall_entries(ledger::Reader& reader, const MarketId& market,
                                const StallId& stall, const report::Period& period);

}  // namespace chopay::merchant::books
