#include "merchant/statement/account_day.hpp"

#include <boost/json.hpp>

#include <cstdlib>
#include <optional>

namespace chopay::merchant::statement {
namespace {

namespace json = boost::json;

json::object sum_json(const CountedSum& sum) {
  return {{"count", sum.count}, {"sum", sum.sum.count()}};
}

void add_day_line(AccountDay& day, const Line& line, const LineVerdict& verdict,
                  std::span<const Booking> bookings) {
  day.by_statement.add(line.amount);
  switch (verdict.verdict) {
    case Verdict::matched:
      (bookings[verdict.booking].day == day.day ? day.matched : day.booked_other_day)
          .add(line.amount);
      return;
    case Verdict::missing_in_ledger:
      return day.missing_in_ledger.add(line.amount);
    case Verdict::amount_differs:
      return day.amount_differs.add(line.amount);
    case Verdict::duplicate:
      return day.duplicate.add(line.amount);
    case Verdict::reversal:
      return day.reversal.add(line.amount);
    case Verdict::undecided:
    case Verdict::outgoing:
      break;
  }
  day.undecided.add(line.amount);
}

/// Where the ledger's credit is; `verdict` is of the line that has it, and nothing where none does.
void add_day_booking(AccountDay& day, const Booking& booking, Unmatched unmatched,
                     std::optional<Verdict> verdict, bool same_day) {
  day.by_ledger.add(booking.amount);
  if (verdict == Verdict::amount_differs) return day.recorded_differs.add(booking.amount);
  if (verdict == Verdict::matched) {
    if (!same_day) day.recorded_other_day.add(booking.amount);
    return;
  }
  switch (unmatched) {
    case Unmatched::missing_in_statement:
      return day.missing_in_statement.add(booking.amount);
    case Unmatched::undecided:
      return day.undecided_in_ledger.add(booking.amount);
    case Unmatched::other_statement:
    case Unmatched::no:
      break;
  }
  day.other_statement.add(booking.amount);
}

}  // namespace

Dong AccountDay::unexplained_by_statement() const {
  return by_statement.sum - matched.sum - booked_other_day.sum - missing_in_ledger.sum -
         amount_differs.sum - duplicate.sum - undecided.sum - reversal.sum;
}

Dong AccountDay::unexplained_by_ledger() const {
  return by_ledger.sum - matched.sum - recorded_other_day.sum - missing_in_statement.sum -
         recorded_differs.sum - other_statement.sum - undecided_in_ledger.sum;
}

bool AccountDay::agrees() const {
  return !lines_erased && missing_in_ledger.count + amount_differs.count + duplicate.count +
                                  undecided.count + reversal.count + missing_in_statement.count +
                                  undecided_in_ledger.count ==
                              0;
}

AccountDay account_day(const Imported& statement, BusinessDay day, std::span<const Line> lines,
                       std::span<const Booking> bookings, const Comparison& comparison) {
  AccountDay found;
  found.statement = statement;
  found.day = day;
  std::vector<std::size_t> line_of(bookings.size(), no_booking);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& verdict = comparison.lines[i];
    const bool first = verdict.booking != no_booking && line_of[verdict.booking] == no_booking;
    if (first || verdict.verdict == Verdict::matched) line_of[verdict.booking] = i;
    if (lines[i].day == day && lines[i].direction == Direction::in) {
      add_day_line(found, lines[i], verdict, bookings);
    }
  }
  for (std::size_t i = 0; i < bookings.size(); ++i) {
    if (bookings[i].day != day || bookings[i].direction != Direction::in) continue;
    const auto line = line_of[i];
    const auto verdict =
        line == no_booking ? std::nullopt : std::optional{comparison.lines[line].verdict};
    add_day_booking(found, bookings[i], comparison.unmatched[i], verdict,
                    line != no_booking && lines[line].day == day);
  }
  return found;
}

json::object to_json(const AccountDay& day) {
  const auto& statement = day.statement;
  return {{"statement", ledger::number(statement.seq)},
          {"bank", statement.account.bank},
          {"account", masked(statement.account)},
          {"by_statement", sum_json(day.by_statement)},
          {"by_ledger", sum_json(day.by_ledger)},
          {"difference", (day.by_statement.sum - day.by_ledger.sum).count()},
          {"matched", sum_json(day.matched)},
          {"booked_other_day", sum_json(day.booked_other_day)},
          {"missing_in_ledger", sum_json(day.missing_in_ledger)},
          {"amount_differs", sum_json(day.amount_differs)},
          {"duplicate", sum_json(day.duplicate)},
          {"undecided", sum_json(day.undecided)},
          {"reversal", sum_json(day.reversal)},
          {"recorded_other_day", sum_json(day.recorded_other_day)},
          {"missing_in_statement", sum_json(day.missing_in_statement)},
          {"recorded_differs", sum_json(day.recorded_differs)},
          {"other_statement", sum_json(day.other_statement)},
          {"undecided_in_ledger", sum_json(day.undecided_in_ledger)},
          {"unexplained", std::abs(day.unexplained_by_statement().count()) +
                              std::abs(day.unexplained_by_ledger().count())},
          {"lines_erased", day.lines_erased},
          {"conclusion", day.agrees() ? "Khớp" : "Lệch"}};
}

}  // namespace chopay::merchant::statement
