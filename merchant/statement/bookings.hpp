#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"
#include "merchant/statement/compare.hpp"

namespace chopay::merchant::statement {

/// Adds to each account that `bookings` has its transfers: credits, and refunds that were paid,
/// whose day is within days_beside of these days. Reads the log once, from a day before the first
/// on; not for an I/O thread.
void collect_bookings(ledger::Reader& reader, const MarketId& market, BusinessDay from,
                      BusinessDay to, std::map<PayeeAccount, std::vector<Booking>>& bookings);

/// The same of one account.
std::vector<Booking> bookings_of(ledger::Reader& reader, const MarketId& market,
                                 const PayeeAccount& account, BusinessDay from, BusinessDay to);

/// Lines beside an entry, as lines_text writes them, at most: a store keeps no larger part. 15,000
/// lines with usual references, 7,000 with the longest.
inline constexpr std::size_t stored_lines_bytes_max = 900'000;

/// The lines that lie beside the entry of an imported statement. bad_statement: erased, or damaged.
Result<std::vector<Line>> stored_lines(ledger::Reader& reader, const MarketId& market,
                                       ledger::Seq seq);

}  // namespace chopay::merchant::statement
