#include "merchant/statement/day_comparison.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <optional>

#include "merchant/statement/bookings.hpp"

namespace chopay::merchant::statement {
namespace {

/// Those that a comparison of the day may need: the day's, and what stands beside it.
template <class Dated>
std::vector<Dated> around(const std::vector<Dated>& all, BusinessDay day) {
  std::vector<Dated> near;
  std::ranges::copy_if(all, std::back_inserter(near), [&](const Dated& one) {
    return std::abs(one.day.days() - day.days()) <= days_beside;
  });
  return near;
}

/// Compares days one after the other; a statement of a month is read once.
class DayComparisons {
 public:
  DayComparisons(ledger::Reader& reader, const MarketId& market,
                 const std::vector<DayStatements>& days)
      : reader_(reader), market_(market) {
    for (const auto& day : days) {
      for (const auto& one : day.statements) bookings_[one.account];
    }
    if (bookings_.empty()) return;
    collect_bookings(reader, market, days.front().day, days.back().day, bookings_);
  }

  AccountDay compare_day(const Imported& one, BusinessDay day) {
    const auto& all = lines_of(one.seq);
    if (!all) {
      AccountDay erased;
      erased.statement = one;
      erased.day = day;
      erased.lines_erased = true;
      return erased;
    }
    const auto lines = around(*all, day);
    const auto of_account = around(bookings_[one.account], day);
    const auto comparison = compare(lines, of_account, one.from, one.to);
    return account_day(one, day, lines, of_account, comparison);
  }

 private:
  using Lines = std::optional<std::vector<Line>>;  ///< nothing: they were erased

  const Lines& lines_of(ledger::Seq statement) {
    const auto known = lines_.find(statement);
    if (known != lines_.end()) return known->second;
    auto stored = stored_lines(reader_, market_, statement);
    return lines_.emplace(statement, stored ? Lines{std::move(*stored)} : Lines{}).first->second;
  }

  ledger::Reader& reader_;
  const MarketId& market_;
  std::map<PayeeAccount, std::vector<Booking>> bookings_;
  std::map<ledger::Seq, Lines> lines_;
};

}  // namespace

std::vector<AccountDay> account_days(ledger::Reader& reader, const MarketId& market,
                                     const std::vector<DayStatements>& days) {
  std::vector<AccountDay> found;
  DayComparisons comparisons{reader, market, days};
  for (const auto& day : days) {
    for (const auto& one : day.statements) {
      found.push_back(comparisons.compare_day(one, day.day));
    }
  }
  return found;
}

}  // namespace chopay::merchant::statement
