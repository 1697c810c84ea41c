#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/result.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// The sum of all postings of each account, by its name; without those that stand at 0.
using Balances = std::map<std::string, Dong>;

/// The market's balances right after the entry `seq` (0: before the first, nothing). Reads the
/// entries on the shorter side of it: from the beginning, or back from the stored totals.
/// Errc::not_found where the log has no such entry; the error of a damaged entry.
Result<Balances> balances_at(Reader& reader, const MarketId& market, Seq seq);

/// The entries of a stall that count for a business day, newest first, from the newest that moved
/// its sales. Late ones are found where they stand; entries that are younger than the last sale
/// of the day are not looked for. At most `limit`.
std::vector<StoredEntry> stall_day(Reader& reader, const MarketId& market, const StallId& stall,
                                   BusinessDay day, std::size_t limit);

}  // namespace chopay::ledger
