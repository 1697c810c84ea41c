#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"
#include "merchant/statement/compare.hpp"

namespace chopay::merchant::statement {

/// The transfers of some accounts on some days and beside them. Where there are too many of them it
/// is made shorter, and the days behind its end are for another window: of a month of the largest
/// market no more than some days are in memory.
struct BookingWindow {
  BusinessDay from;
  BusinessDay to;
  std::map<PayeeAccount, std::vector<Booking>> bookings;  ///< of the accounts that are asked for
  std::size_t count = 0;                                  ///< of all accounts

  bool is_one_day() const { return from == to; }
  /// True where a comparison of the window's days may need what is of that day.
  bool needs(BusinessDay day) const;
  /// Ends in the middle, and drops what is not needed any more. REQUIRES: !is_one_day().
  void shorten();
};

/// Adds to each account that the window has its transfers: credits, and refunds that were paid,
/// whose day is within days_beside of its days. Shortens it while there are more than `count_max`,
/// down to one day, of which there may be more. Reads the log once, from some days before the first
/// one to `last`; not for an I/O thread.
void collect_bookings(ledger::Reader& reader, const MarketId& market, ledger::Seq last,
                      std::size_t count_max, BookingWindow& window);

/// All of one account, to the log's end.
std::vector<Booking> bookings_of(ledger::Reader& reader, const MarketId& market,
                                 const PayeeAccount& account, BusinessDay from, BusinessDay to);

/// Lines beside an entry, as lines_text writes them, at most: a store keeps no larger part. 15,000
/// lines with usual references, 7,000 with the longest.
inline constexpr std::size_t stored_lines_bytes_max = 900'000;

/// The lines that lie beside the entry of an imported statement. bad_statement: erased, or damaged.
Result<std::vector<Line>> stored_lines(ledger::Reader& reader, const MarketId& market,
                                       ledger::Seq seq);

}  // namespace chopay::merchant::statement
