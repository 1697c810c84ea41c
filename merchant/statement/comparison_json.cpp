#include "merchant/statement/comparison_json.hpp"

#include <boost/json.hpp>

namespace chopay::merchant::statement {
namespace {

namespace json = boost::json;

/// Counts and sums by name, in the order of the names.
class Summary {
 public:
  Summary(std::initializer_list<std::string_view> names) {
    for (const auto name : names) rows_.emplace_back(name, Row{});
  }
  void add(std::string_view name, Dong amount) {
    for (auto& [one, row] : rows_) {
      if (one != name) continue;
      ++row.count;
      row.sum += amount;
    }
  }
  json::object json() const {
    json::object object;
    for (const auto& [name, row] : rows_) {
      object[name] = json::object{{"count", row.count}, {"sum", row.sum.count()}};
    }
    return object;
  }

 private:
  struct Row {
    std::int64_t count = 0;
    Dong sum;
  };
  std::vector<std::pair<std::string_view, Row>> rows_;
};

std::string_view why_name(Unmatched unmatched) {
  switch (unmatched) {
    case Unmatched::missing_in_statement:
      return "missing_in_statement";
    case Unmatched::undecided:
      return "undecided";
    case Unmatched::other_statement:
    case Unmatched::no:
      break;
  }
  return "other_statement";
}

std::string_view direction_name(Direction direction) {
  return direction == Direction::in ? "in" : "out";
}

json::object judged_line_json(const Line& line, const LineVerdict& verdict,
                              std::span<const Booking> bookings) {
  json::object row{
      {"row", line.row},
      {"day", to_string(line.day)},
      {"amount", line.amount.count()},
      {"direction", direction_name(line.direction)},
      {"reference", line.reference.empty() ? json::value{} : json::value(line.reference)},
      {"verdict", verdict_name(verdict.verdict)}};
  if (verdict.by != Evidence::none) row["by"] = evidence_name(verdict.by);
  if (verdict.same_as != 0) row["same_as_row"] = verdict.same_as;
  if (verdict.booking != no_booking) {
    const auto& booking = bookings[verdict.booking];
    row["credit"] = ledger::number(booking.seq);
    if (booking.amount != line.amount) row["recorded"] = booking.amount.count();
    if (booking.day != line.day) row["recorded_day"] = to_string(booking.day);
  }
  return row;
}

}  // namespace

bool can_be_posted(const Line& line, BusinessDay today) {
  // What comes in after 22:00 may be booked on the next day.
  return !line.reference.empty() && line.day.days() <= today.days() + 1;
}

json::object comparison_json(std::span<const Line> lines, std::span<const Booking> bookings,
                             const Comparison& comparison,
                             const std::map<std::size_t, Posted>& posted) {
  Summary summary{"matched",
                  "missing_in_ledger",
                  "amount_differs",
                  "duplicate",
                  "undecided",
                  "reversal",
                  "outgoing",
                  "refunds",
                  "missing_in_statement",
                  "other_statement",
                  "undecided_in_ledger"};
  json::array rows;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& verdict = comparison.lines[i];
    const bool refund = verdict.verdict == Verdict::matched && lines[i].direction == Direction::out;
    summary.add(refund ? "refunds" : verdict_name(verdict.verdict), lines[i].amount);
    auto row = judged_line_json(lines[i], verdict, bookings);
    if (const auto found = posted.find(i); found != posted.end()) {
      const auto& [outcome, credit] = found->second;
      row["posted"] = outcome;
      if (credit != ledger::Seq{}) row["credit"] = ledger::number(credit);
    }
    rows.push_back(std::move(row));
  }
  json::array others;
  for (std::size_t i = 0; i < bookings.size(); ++i) {
    const auto unmatched = comparison.unmatched[i];
    if (unmatched == Unmatched::no) continue;
    const auto& booking = bookings[i];
    const auto why = why_name(unmatched);
    summary.add(unmatched == Unmatched::undecided ? "undecided_in_ledger" : why, booking.amount);
    if (unmatched == Unmatched::other_statement) continue;
    others.push_back({{"seq", ledger::number(booking.seq)},
                      {"day", to_string(booking.day)},
                      {"amount", booking.amount.count()},
                      {"direction", direction_name(booking.direction)},
                      {"reference", booking.reference},
                      {"occurred_at", ledger::format_instant(booking.occurred_at)},
                      {"why", why}});
  }
  return {{"summary", summary.json()},
          {"lines", std::move(rows)},
          {"not_in_statement", std::move(others)}};
}

}  // namespace chopay::merchant::statement
