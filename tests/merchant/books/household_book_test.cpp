#include "merchant/books/household_book.hpp"

#include <catch2/catch.hpp>

#include "tests/merchant/report/reported_market.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::books;
using ledger::Dong;
using testing::MarketDesk;
using testing::ReportedMarket;

namespace {

StallId stall(const char* code) {
  return StallId::parse(code).value();
}

Result<HouseholdBook> book_of(ReportedMarket& market, std::vector<StallId> stalls,
                              const char* period, std::string group = {}) {
  market.store();
  return read_household_book(
      *market.reader(), market.registry(),
      {std::move(stalls), report::parse_period(period).value(), std::move(group)});
}

ledger::Seq note_cash(ReportedMarket& market, const char* code, std::int64_t dong, const char* id) {
  const auto today = ledger::business_day_of(market.desk.clock.now());
  const auto note = ledger::make_private_part("chợ sớm", market.desk.random);
  return market.desk
      .ask(NoteCash{MarketDesk::market(), stall(code), today, Dong{dong}, id, "till:1", note})
      .value()
      .seq;
}

void to_day(ReportedMarket& market, const char* day) {
  market.desk.clock.set(ledger::parse_instant(std::string{day} + "T03:00:00.000Z").value());
}

Dong received(const HouseholdBook& book) {
  Dong sum;
  for (const auto& account : book.accounts) sum += account.received;
  return sum;
}

}  // namespace

TEST_CASE("A book has a line a day of QR money and each cash line, and nothing of another stall") {
  ReportedMarket market;
  market.sell("S1", 85'000);
  market.sell("S1", 15'000);
  market.sell("S2", 1'000'000);
  note_cash(market, "S1", 40'000, "k1");
  const auto wrong = note_cash(market, "S1", 4'000'000, "k2");
  market.desk.ask(TakeBackCash{MarketDesk::market(), stall("S1"), wrong, "till:1"}).value();
  const auto book = book_of(market, {stall("S1")}, "2026-11").value();
  REQUIRE(book.groups.size() == 1);
  const auto& lines = book.groups.front().lines;
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].amount == Dong{100'000});
  CHECK(lines[0].words == "Tiền nhận qua QR (chưa gồm tiền mặt): 2 giao dịch");
  CHECK(lines[1].amount == Dong{40'000});
  CHECK(lines[1].words == "Tiền mặt: chợ sớm");
  CHECK(book.groups.front().revenue == Dong{140'000});
  CHECK(book.groups.front().group == "goods");
  CHECK(received(book) == Dong{100'000});
  CHECK(book.accounts.front().account.number == "001");
}

TEST_CASE("Money that is explained anew is in the book of whom it is explained to, every dong") {
  ReportedMarket market;
  market.sell("S9", 30'000);
  market.receive_unexplained(50'000);
  const auto credit = market.desk.log.back().entry.seq;
  CHECK(received(book_of(market, {stall("S9")}, "2026-11").value()) == Dong{30'000});
  market.desk
      .ask(Allocate{MarketDesk::market(),
                    credit,
                    {{stall("S9"), "", Dong{20'000}}, {stall("S10"), "", Dong{30'000}}},
                    "board:1",
                    ""})
      .value();
  const auto first = book_of(market, {stall("S9")}, "2026-11").value();
  const auto second = book_of(market, {stall("S10")}, "2026-11").value();
  CHECK(first.groups.front().revenue == Dong{50'000});
  CHECK(received(first) == Dong{50'000});
  CHECK(second.groups.front().revenue == Dong{30'000});
  CHECK(received(second) == Dong{30'000});
  CHECK(second.accounts.front().account.number.empty());  // not told in its own entries
}

TEST_CASE("The book of a year with 1.6 billion has the taxes of the worked example") {
  ReportedMarket market;
  for (int i = 0; i < 4; ++i) market.sell("S1", 400'000'000);
  const auto book = book_of(market, {stall("S1")}, "2026-Q4").value();
  REQUIRE(book.groups.front().tax);
  CHECK(book.groups.front().tax->vat == Dong{16'000'000});
  CHECK(book.groups.front().tax->income == Dong{2'100'000});
  const auto meter =
      read_tax_meter(*market.reader(), *market.registry(), {stall("S1")}, book.period.to).value();
  CHECK(meter.revenue() == Dong{1'600'000'000});
  CHECK(meter.crossed_on == ledger::business_day_of(market.desk.clock.now()));
}

TEST_CASE("The taxes of the months of a year come to those of the year, whenever it was crossed") {
  ReportedMarket market;
  to_day(market, "2026-11-30");
  market.sell("S1", 900'000'000);
  to_day(market, "2026-12-01");
  market.sell("S1", 300'000'000);
  note_cash(market, "S1", 400'000'000, "k1");
  const auto november = book_of(market, {stall("S1")}, "2026-11").value();
  const auto december = book_of(market, {stall("S1")}, "2026-12").value();
  CHECK(november.groups.front().tax->vat == Dong{});
  CHECK(december.groups.front().before == Dong{900'000'000});
  CHECK(december.groups.front().tax->vat == Dong{16'000'000});
  CHECK(december.groups.front().tax->income == Dong{2'100'000});
}

TEST_CASE("A household may name its trade group; what no word names has no taxes") {
  ReportedMarket market;
  market.desk
      .ask(OpenStall{MarketDesk::market(),
                     stall("S11"),
                     "B",
                     "Sạp 11",
                     "Linh tinh",
                     "Hộ KD Lạ",
                     {"970436", "0111"},
                     "HKD"})
      .value();
  market.sell("S11", 2'000'000'000);
  CHECK_FALSE(book_of(market, {stall("S11")}, "2026-11").value().groups.front().tax);
  const auto named = book_of(market, {stall("S11")}, "2026-11", "service").value();
  CHECK(named.groups.front().tax->vat == Dong{100'000'000});
  CHECK(book_of(market, {stall("S11")}, "2026-11", "none").error().code == Errc::bad_text);
}

TEST_CASE("No book over two years, of two households, or of a stall that is not there") {
  ReportedMarket market;
  CHECK(book_of(market, {stall("S1")}, "2026-12-31..2027-01-01").error().code == Errc::bad_period);
  CHECK(book_of(market, {stall("S1"), stall("S2")}, "2026-11").error().code == Errc::bad_text);
  CHECK(book_of(market, {stall("X1")}, "2026-11").error().code == Errc::unknown_stall);
  CHECK(book_of(market, {}, "2026-11").error().code == Errc::unknown_stall);
  CHECK_FALSE(book_of(market, {stall("S1")}, "2025-11").value().rules);
}
