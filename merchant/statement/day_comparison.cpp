#include "merchant/statement/day_comparison.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <utility>

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

/// What some days that follow one another need: the ledger's transfers and the statements' lines.
class ComparedDays {
 public:
  ComparedDays(ledger::Reader& reader, const MarketId& market, std::span<const DayStatements> days,
               ledger::Seq last, std::size_t at_once_max)
      : reader_(reader), market_(market), at_once_max_(at_once_max) {
    window_.from = days.front().day;
    window_.to = days.back().day;
    for (const auto& day : days) {
      for (const auto& one : day.statements) window_.bookings[one.account];
    }
    if (window_.bookings.empty()) return;
    collect_bookings(reader, market, last, at_once_max, window_);
    for (const auto& day : days) {
      if (!has(day.day)) break;
      for (const auto& one : day.statements) load_lines(one.seq);
    }
  }

  /// False for a day behind the window's end: the next one begins with it.
  bool has(BusinessDay day) const { return day <= window_.to; }

  /// REQUIRES: the window has the day.
  AccountDay compare_day(const Imported& one, BusinessDay day) const {
    const auto& all = lines_.at(one.seq);
    if (!all) {
      AccountDay erased;
      erased.statement = one;
      erased.day = day;
      erased.lines_erased = true;
      return erased;
    }
    const auto lines = around(*all, day);
    const auto of_account = around(window_.bookings.at(one.account), day);
    const auto comparison = compare(lines, of_account, one.from, one.to);
    return account_day(one, day, lines, of_account, comparison);
  }

 private:
  using Lines = std::optional<std::vector<Line>>;  ///< nothing: they were erased

  /// Of a statement of a month only what the window needs is kept.
  void load_lines(ledger::Seq statement) {
    if (lines_.contains(statement)) return;
    auto stored = stored_lines(reader_, market_, statement);
    auto& lines = lines_[statement];
    if (!stored) return;
    lines = std::move(*stored);
    drop_unneeded(*lines);
    line_count_ += lines->size();
    while (line_count_ > at_once_max_ && !window_.is_one_day()) shorten();
  }

  void drop_unneeded(std::vector<Line>& lines) const {
    std::erase_if(lines, [&](const Line& line) { return !window_.needs(line.day); });
    lines.shrink_to_fit();
  }

  void shorten() {
    window_.shorten();
    line_count_ = 0;
    for (auto& [statement, lines] : lines_) {
      if (!lines) continue;
      drop_unneeded(*lines);
      line_count_ += lines->size();
    }
  }

  ledger::Reader& reader_;
  const MarketId& market_;
  const std::size_t at_once_max_;
  BookingWindow window_;
  std::map<ledger::Seq, Lines> lines_;
  std::size_t line_count_ = 0;
};

}  // namespace

std::vector<AccountDay> account_days(ledger::Reader& reader, const MarketId& market,
                                     const std::vector<DayStatements>& days, ledger::Seq last,
                                     std::size_t at_once_max) {
  std::vector<AccountDay> found;
  std::span left{days};
  while (!left.empty()) {
    const ComparedDays compared{reader, market, left, last, at_once_max};
    while (!left.empty() && compared.has(left.front().day)) {
      const auto& [day, statements] = left.front();
      for (const auto& one : statements) found.push_back(compared.compare_day(one, day));
      left = left.subspan(1);
    }
  }
  return found;
}

}  // namespace chopay::merchant::statement
