#pragma once

#include <vector>

#include "ledger/store.hpp"
#include "merchant/statement/account_day.hpp"

namespace chopay::merchant::statement {

/// The statements of a day, each of another account.
struct DayStatements {
  BusinessDay day;
  std::vector<Imported> statements;
};

/// What each of these statements says of its day and the ledger has of it, day by day. Reads the
/// log once for all, from some days before the first on; not for an I/O thread. REQUIRES: the days
/// are in order.
std::vector<AccountDay> account_days(ledger::Reader& reader, const MarketId& market,
                                     const std::vector<DayStatements>& days);

}  // namespace chopay::merchant::statement
