#pragma once

#include <vector>

#include "ledger/store.hpp"
#include "merchant/statement/account_day.hpp"

namespace chopay::merchant::statement {

/// What each of these statements, of different accounts, says of the day and the ledger has of it.
/// Reads the log once for all, from some days before on; not for an I/O thread.
std::vector<AccountDay> account_days(ledger::Reader& reader, const MarketId& market,
                                     const std::vector<Imported>& statements, BusinessDay day);

}  // namespace chopay::merchant::statement
