#include "merchant/statement/day_comparison.hpp"

#include <cstdlib>

#include "merchant/statement/bookings.hpp"

namespace chopay::merchant::statement {

std::vector<AccountDay> account_days(ledger::Reader& reader, const MarketId& market,
                                     const std::vector<Imported>& statements, BusinessDay day) {
  std::vector<AccountDay> days;
  if (statements.empty()) return days;
  std::map<PayeeAccount, std::vector<Booking>> bookings;
  for (const auto& one : statements) bookings[one.account];
  collect_bookings(reader, market, day, day, bookings);
  for (const auto& one : statements) {
    auto lines = stored_lines(reader, market, one.seq);
    if (!lines) {
      AccountDay erased;
      erased.statement = one;
      erased.day = day;
      erased.lines_erased = true;
      days.push_back(std::move(erased));
      continue;
    }
    // Of a statement of a month, only the days that may have the ledger's bookings.
    std::erase_if(*lines, [&](const Line& line) {
      return std::abs(line.day.days() - day.days()) > days_beside;
    });
    const auto& of_account = bookings[one.account];
    const auto comparison = compare(*lines, of_account, one.from, one.to);
    days.push_back(account_day(one, day, *lines, of_account, comparison));
  }
  return days;
}

}  // namespace chopay::merchant::statement
