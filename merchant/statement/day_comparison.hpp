#pragma once

#include <cstddef>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/statement/account_day.hpp"

namespace chopay::merchant::statement {

/// The statements of a day, each of another account.
struct DayStatements {
  BusinessDay day;
  std::vector<Imported> statements;
};

/// Transfers of the ledger, and as many lines of statements, that are in memory at once: some 40 MB
/// of each. What one day needs is never less.
inline constexpr std::size_t compared_at_once_max = 300'000;

/// What each of these statements says of its day and the ledger has of it up to `last`, day by day.
/// Reads the log from some days before the first on, and once more for each window of days of which
/// `at_once_max` is enough; not for an I/O thread. REQUIRES: the days are in order.
std::vector<AccountDay> account_days(ledger::Reader& reader, const MarketId& market,
                                     const std::vector<DayStatements>& days, ledger::Seq last,
                                     std::size_t at_once_max = compared_at_once_max);

}  // namespace chopay::merchant::statement
