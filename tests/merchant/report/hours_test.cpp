#include "merchant/report/hours.hpp"

#include <catch2/catch.hpp>

#include "tests/merchant/report/reported_market.hpp"
#include "tests/merchant/report/written_report.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::report;
using namespace chopay::testing;

namespace {

/// Sales at both ends of a day, a refund's worth of a late one, and money that is explained later.
struct DayOfSales : ReportedMarket {
  void at(const char* moment) { desk.clock.set(ledger::parse_instant(moment).value()); }
  DayOfSales() {
    at("2026-11-25T16:59:59.000Z");  // the last second of the 25th in Vietnam
    sell("S1", 1'000'000);
    at("2026-11-25T17:00:00.000Z");  // the first of the 26th
    sell("S1", 10'000);
    at("2026-11-26T01:15:00.000Z");  // 08:15
    sell("S1", 20'000);
    sell("S2", 30'000);
    at("2026-11-26T16:59:59.000Z");  // 23:59:59
    sell("S3", 40'000);
  }

  std::vector<std::string> row(const Figures& figures, std::size_t hour) {
    return rows_of(settlement_report(figures, By::hour).tables.at(0)).at(hour);
  }
};

}  // namespace

TEST_CASE("A sale stands under the hour in Vietnam in which the bank had it") {
  DayOfSales market;
  const auto figures = market.hourly("2026-11-26");
  using Row = std::vector<std::string>;
  CHECK(market.row(figures, 0) == Row{"00:00–01:00", "1", "1", "10000", "0", "10000", "10000"});
  CHECK(market.row(figures, 8) == Row{"08:00–09:00", "2", "2", "50000", "0", "50000", "25000"});
  CHECK(market.row(figures, 9) == Row{"09:00–10:00", "0", "0", "0", "0", "0", "–"});
  CHECK(market.row(figures, 23) == Row{"23:00–24:00", "1", "1", "40000", "0", "40000", "40000"});
  CHECK(market.row(figures, 24) == Row{"Ngoài giờ", "0", "0", "0", "0", "0", "–"});
  CHECK(market.row(figures, 25) == Row{"TỔNG CỘNG", "", "4", "100000", "0", "100000", "25000"});
}

TEST_CASE("What is told after its day was closed has no hour of the day for which it counts") {
  DayOfSales market;
  const auto late = market.desk.notice(
      "S1", 7'000,
      "SAP " + std::string{market.registry()->stall(StallId::parse("S1").value())->memo.text()});
  market.desk.ask(CloseDay{MarketDesk::market(), late.day, "board:a"}).value();
  market.at("2026-11-26T18:00:00.000Z");
  market.desk.take(late, false);
  const auto figures = market.hourly("2026-11-27");
  CHECK(market.row(figures, 23).at(2) == "0");
  CHECK(market.row(figures, 24) ==
        std::vector<std::string>{"Ngoài giờ", "1", "1", "7000", "0", "7000", "7000"});
}

TEST_CASE("The hours of a period sum to its figures, also where money is explained anew") {
  DayOfSales market;
  market.receive_unexplained(5'000);
  const ledger::Seq credit{market.desk.log.back().entry.seq};
  market.desk
      .ask(Allocate{MarketDesk::market(),
                    credit,
                    {{StallId::parse("S9").value(), "", Dong{5'000}}},
                    "board:a",
                    ""})
      .value();
  for (const auto* period : {"2026-11-26", "2026-11"}) {
    const auto figures = market.hourly(period);
    for (const auto& zone : figures.now.whole.zones) {
      for (const auto& stall : zone.stalls) {
        DayFigures sum;
        for (const auto& hour : figures.hours.at(stall.stall)) sum += hour;
        CHECK(sum.gross == stall.figures.gross);
        CHECK(sum.count == stall.figures.count);
      }
    }
    CHECK(market.row(figures, 23).at(3) == (*period && period[7] ? "45000" : "1045000"));
  }
}

TEST_CASE("The board's hours are of who agreed, the ward's of five such stalls or of none") {
  DayOfSales market;
  market.agree("S1");
  auto board = board_view(market.hourly("2026-11-26"));
  CHECK(market.row(board, 8).at(3) == "20000");
  const auto few = ward_view(board);
  CHECK(market.row(few, 8).at(3) == "–");
  CHECK(market.row(few, 25).at(3) == "–");
  for (const auto* stall : {"S2", "S4", "S5", "S6"}) market.agree(stall);
  CHECK(market.row(ward_view(board_view(market.hourly("2026-11-26"))), 8).at(3) == "50000");
}
