#include "merchant/statement/compare.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

using namespace chopay;
using namespace chopay::merchant::statement;
using merchant::Direction;
using namespace std::chrono_literals;

namespace {

const auto today = ledger::parse_business_day("2026-11-24").value();

ledger::Instant at(std::chrono::seconds since_midnight, ledger::BusinessDay day = today) {
  return ledger::Instant{day.date()} - ledger::vietnam_offset + since_midnight;
}

Line line(std::int64_t dong, std::string reference, ledger::BusinessDay day = today) {
  Line line;
  line.row = 1;
  line.day = day;
  line.amount = Dong{dong};
  line.reference = std::move(reference);
  return line;
}

Booking booking(std::int64_t dong, std::string reference, std::chrono::seconds time = 10h,
                ledger::BusinessDay day = today) {
  static std::uint64_t seq = 0;
  return {ledger::Seq{++seq}, day, std::move(reference), Dong{dong}, Direction::in,
          at(time, day),      day};
}

Comparison compared(const std::vector<Line>& lines, const std::vector<Booking>& bookings) {
  return compare(lines, bookings, today, today);
}

Verdict verdict(const std::vector<Line>& lines, const std::vector<Booking>& bookings) {
  return compared(lines, bookings).lines.at(0).verdict;
}

ledger::BusinessDay day_after(int days) {
  return ledger::BusinessDay::from_days(today.days() + days);
}

}  // namespace

TEST_CASE("A transfer is known by its reference and amount, however the reference is written") {
  CHECK(verdict({line(5, "FT26328")}, {booking(5, "FT26328")}) == Verdict::matched);
  CHECK(verdict({line(5, "ft26328\\BNK")}, {booking(5, "FT26328")}) == Verdict::matched);
  CHECK(verdict({line(5, "5213 - 45946")}, {booking(5, "5213.45946")}) == Verdict::matched);
  CHECK(verdict({line(5, "FT26328")}, {booking(6, "FT26328")}) == Verdict::amount_differs);
  CHECK(verdict({line(5, "FT26328")}, {}) == Verdict::missing_in_ledger);
  const auto lonely = compared({}, {booking(5, "FT26328")});
  CHECK(lonely.unmatched.at(0) == Unmatched::missing_in_statement);
}

TEST_CASE(
    "A line that the statement has twice is a duplicate, two sales without reference are not") {
  auto twice = compared({line(5, "FT1"), line(5, "FT1")}, {booking(5, "FT1")});
  CHECK(twice.lines[0].verdict == Verdict::matched);
  CHECK(twice.lines[1].verdict == Verdict::duplicate);
  auto plain = compared({line(5, ""), line(5, "")}, {});
  CHECK(plain.lines[1].verdict == Verdict::missing_in_ledger);
}

TEST_CASE("Two lines of one reference and two amounts are not posted one after the other") {
  const auto both = compared({line(5, "FT1"), line(6, "FT1")}, {booking(5, "FT1")});
  CHECK(both.lines[0].verdict == Verdict::matched);
  CHECK(both.lines[1].verdict == Verdict::amount_differs);
  CHECK(compared({line(5, "FT1"), line(6, "FT1")}, {}).lines[1].verdict == Verdict::amount_differs);
}

TEST_CASE("A transfer of the night is found on the day beside its own, one of the day is not") {
  CHECK(verdict({line(5, "77", day_after(1))}, {booking(5, "77", 23h)}) == Verdict::matched);
  CHECK(verdict({line(5, "77", day_after(-1))}, {booking(5, "77", 2h)}) == Verdict::matched);
  CHECK(verdict({line(5, "77", day_after(1))}, {booking(5, "77", 12h)}) ==
        Verdict::missing_in_ledger);
  // Long references are unique for some days, so a booking after a week-end is found.
  CHECK(verdict({line(5, "FT26328123456", day_after(3))}, {booking(5, "FT26328123456", 12h)}) ==
        Verdict::matched);
  // Which statement has a transfer of the last night cannot be said yet.
  CHECK(compared({}, {booking(5, "77", 23h)}).unmatched.at(0) == Unmatched::other_statement);
}

TEST_CASE("Where references cannot be compared, amount and day join only what fits nothing else") {
  const auto one = compared({line(5, "FT1")}, {booking(5, "0b12-cd34")});
  CHECK(one.lines[0].verdict == Verdict::matched);
  CHECK(one.lines[0].by == Evidence::amount_and_day);
  const auto two = compared({line(5, "FT1"), line(5, "FT2")},
                            {booking(5, "0b12-cd34"), booking(5, "0b12-cd35")});
  CHECK(two.lines[0].verdict == Verdict::undecided);
  CHECK(two.unmatched[1] == Unmatched::undecided);
  const auto less = compared({line(5, "FT1")}, {booking(5, "0b12-cd34"), booking(5, "0b12-cd35")});
  CHECK(less.lines[0].verdict == Verdict::undecided);
}

TEST_CASE("Times tell equal amounts apart, and forbid what is hours away") {
  auto early = line(5, "");
  auto late = line(5, "");
  early.occurred_at = at(9h);
  late.occurred_at = at(15h);
  const auto both = compared({early, late}, {booking(5, "x-1", 15h + 30s), booking(5, "x-2", 9h)});
  CHECK(both.lines[0].booking == 1);
  CHECK(both.lines[1].booking == 0);
  CHECK(both.lines[0].by == Evidence::time);
  CHECK(verdict({early}, {booking(5, "x-1", 15h)}) == Verdict::missing_in_ledger);
}

TEST_CASE("Different references of one series are different transfers of one amount") {
  // The first pair proves that both sides write the same references.
  const auto all =
      compared({line(9, "FT100"), line(5, "FT101")}, {booking(9, "FT100"), booking(5, "FT102")});
  CHECK(all.lines[1].verdict == Verdict::missing_in_ledger);
  CHECK(all.unmatched[1] == Unmatched::missing_in_statement);
  // Where no reference agrees, their forms prove nothing.
  CHECK(verdict({line(5, "FT101")}, {booking(5, "FT102")}) == Verdict::matched);
}

TEST_CASE("Money that leaves is the ledger's where it is a refund, else not; a reversal is shown") {
  auto out = line(5, "FT1");
  out.direction = Direction::out;
  auto refund = booking(5, "FT1");
  CHECK(verdict({out}, {refund}) == Verdict::outgoing);
  refund.direction = Direction::out;
  CHECK(verdict({out}, {refund}) == Verdict::matched);
  out.reversal = true;
  CHECK(verdict({out}, {refund}) == Verdict::reversal);
}

TEST_CASE("Of a generated day exactly what was changed is found, and no line twice") {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random{seed};
    const auto below = [&](unsigned bound) { return random() % bound; };
    std::vector<Line> lines;
    std::vector<Booking> bookings;
    std::vector<Verdict> wanted;
    std::map<std::size_t, Unmatched> wanted_bookings;
    for (unsigned i = 0; i < 60; ++i) {
      const auto time = std::chrono::seconds{5 * 3'600 + i * 1'000};
      const auto dong = 1'000 * (1 + below(12));
      const auto reference = "FT2632810" + std::to_string(1'000 + i);
      auto one = line(dong, reference);
      one.row = i;
      if (seed % 2 == 0) one.occurred_at = at(time);
      const auto what = below(8);
      const bool in_ledger = what != 0;
      const bool in_statement = what != 1;
      if (in_ledger) bookings.push_back(booking(what == 2 ? dong + 1 : dong, reference, time));
      if (in_ledger && !in_statement) {
        wanted_bookings[bookings.size() - 1] = Unmatched::missing_in_statement;
      }
      if (!in_statement) continue;
      lines.push_back(one);
      wanted.push_back(!in_ledger  ? Verdict::missing_in_ledger
                       : what == 2 ? Verdict::amount_differs
                                   : Verdict::matched);
      if (what != 3) continue;
      lines.push_back(one);
      wanted.push_back(Verdict::duplicate);
    }
    const auto found = compared(lines, bookings);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      INFO("line " << i);
      CHECK(verdict_name(found.lines[i].verdict) == verdict_name(wanted[i]));
    }
    for (std::size_t i = 0; i < bookings.size(); ++i) {
      const auto expected = wanted_bookings.find(i);
      CHECK(found.unmatched[i] ==
            (expected == wanted_bookings.end() ? Unmatched::no : expected->second));
    }
  }
}
