#include "merchant/report/figures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "merchant/report/stall_table.hpp"
#include "tests/merchant/report/reported_market.hpp"
#include "tests/merchant/report/written_report.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::report;
using namespace chopay::testing;

namespace {

/// Sales in October, on three days of November, and in November of the year before.
struct YearOfSales : ReportedMarket {
  void at(const char* moment, const char* stall, std::int64_t dong) {
    desk.clock.set(ledger::parse_instant(moment).value());
    sell(stall, dong);
  }
  YearOfSales() {
    at("2025-11-03T02:00:00.000Z", "S1", 400'000);
    at("2026-10-31T16:59:59.000Z", "S1", 100'000);  // the last second of October in Vietnam
    at("2026-10-31T17:00:00.000Z", "S1", 30'000);   // the first of November
    at("2026-11-15T05:00:00.000Z", "S2", 50'000);
    at("2026-11-15T06:30:00.000Z", "S1", 20'000);
    at("2026-11-30T16:59:00.000Z", "S9", 7'000);
  }
};

}  // namespace

TEST_CASE("A month is the sum of its days in Vietnam, and a range of just its own") {
  YearOfSales market;
  const auto month = market.figures("2026-11");
  CHECK(month.now.whole.totals.net() == Dong{107'000});
  CHECK(month.now.whole.totals.count == 4);
  REQUIRE(month.now.days.size() == 30);
  Dong of_days;
  for (const auto& day : month.now.days) of_days += day.figures.net();
  CHECK(of_days == Dong{107'000});
  CHECK(month.now.days[14].stalls_active == 2);
  CHECK(month.now.days[14].figures.net() == Dong{70'000});
  CHECK(market.figures("2026-11-01..2026-11-15").now.whole.totals.net() == Dong{100'000});
  CHECK(market.figures("2026-11-16..2026-11-29").now.whole.totals.net() == Dong{0});
}

TEST_CASE("A month stands against the month before and the same month of the year before") {
  YearOfSales market;
  const auto report = market.report("2026-11");
  REQUIRE(report.tables.size() == 3);
  const auto rows = rows_of(report.tables[2]);
  const std::vector<std::string> net{"Thực nhận (đ)", "107000", "100000", "70", "400000", "-733"};
  CHECK(rows.at(3) == net);
  // What the ledger knows nothing of is not 0.
  const auto october = rows_of(market.report("2026-10").tables[2]);
  const std::vector<std::string> alone{"Thực nhận (đ)", "100000", "–", "–", "–", "–"};
  CHECK(october.at(3) == alone);
}

TEST_CASE("Growth is in tenths of a percent, halves away from zero, and none of nothing") {
  CHECK(growth(107'000, 100'000) == Cell{std::int64_t{70}});
  CHECK(growth(1, 3) == Cell{std::int64_t{-667}});
  CHECK(growth(20'005, 20'000) == Cell{std::int64_t{0}});
  CHECK(growth(20'010, 20'000) == Cell{std::int64_t{1}});
  CHECK(growth(19'990, 20'000) == Cell{std::int64_t{-1}});
  CHECK(growth(5, 0) == Cell{});
}

TEST_CASE("The last sale of a stall is told by the bank's clock") {
  YearOfSales market;
  const auto rows = rows_of(market.report("2026-11-15").tables[0]);
  CHECK(rows.at(0).at(12) == "13:30");
  CHECK(rows.at(1).at(12) == "12:00");
  CHECK(rows.at(2).at(12) == "–");
}

TEST_CASE("The ward's office gets sums and no stall") {
  YearOfSales market;
  market.agree("S1");
  const auto ward = ward_view(board_view(market.figures("2026-11")));
  for (const auto& zone : ward.now.whole.zones) CHECK(zone.stalls.empty());
  CHECK(ward.now.whole.zones[0].figures.net() == Dong{100'000});
  CHECK(ward.now.whole.zones[1].hidden);
}

TEST_CASE("The board's month hides the days where it hides the sum") {
  YearOfSales market;
  for (int stall = 1; stall <= 8; ++stall) market.agree("S" + std::to_string(stall));
  const auto board = board_view(market.figures("2026-11"));
  CHECK(board.now.whole.hidden);
  for (const auto& day : board.now.days) CHECK(day.figures.net() == Dong{0});
  const auto report = settlement_report(board, By::stall);
  CHECK(report.words.empty());
  for (const auto& row : rows_of(report.tables[1])) CHECK(row.at(6) == "–");
}

TEST_CASE("A trade's points are counted for all, its money only of those that are listed") {
  YearOfSales market;
  market.agree("S2");
  const auto board = settlement_report(board_view(market.figures("2026-11")), By::trade);
  const auto rows = rows_of(board.tables[0]);
  const std::vector<std::string> food{"Ăn uống", "2", "1", "500", "–", "–", "–"};
  const std::vector<std::string> fish{"Hải sản", "8", "2", "250", "1", "50000", "50000"};
  const auto first = std::find(rows.begin(), rows.end(), food);
  REQUIRE(first != rows.end());
  // In the order of a Vietnamese dictionary, where "Ă" is no letter behind "Z".
  CHECK(std::find(first, rows.end(), fish) != rows.end());
}

TEST_CASE("A trade group of which no stall is listed has no money, not none") {
  YearOfSales market;
  const auto nobody = settlement_report(board_view(market.figures("2026-11")), By::trade);
  for (const auto& row : rows_of(nobody.tables[0])) CHECK(row.at(5) == "–");
  CHECK(nobody.words.empty());
  market.agree("S2");
  const auto one = settlement_report(board_view(market.figures("2026-11")), By::trade);
  CHECK(rows_of(one.tables[0]).back().at(5) == "50000");
  CHECK(one.words.front() == "Số tiền bằng chữ: Năm mươi nghìn đồng.");
}

TEST_CASE("The ward's trade groups are of five stalls that agreed, or have no money") {
  YearOfSales market;
  for (int stall = 1; stall <= 4; ++stall) market.agree("S" + std::to_string(stall));
  const auto rows = [&] {
    const auto ward = ward_view(board_view(market.figures("2026-11")));
    return rows_of(settlement_report(ward, By::trade).tables.at(0));
  };
  for (const auto& row : rows()) CHECK(row.at(5) == "–");
  market.agree("S5");
  const auto five = rows();
  const std::vector<std::string> fish{"Hải sản", "8", "2", "250", "3", "100000", "33333"};
  CHECK(std::ranges::find(five, fish) != five.end());
  CHECK(five.back().at(5) == "100000");
}

TEST_CASE("The words under a report by hour are its total's") {
  YearOfSales market;
  const auto report = settlement_report(market.hourly("2026-11-15"), By::hour);
  CHECK(report.words.front() == "Số tiền bằng chữ: Bảy mươi nghìn đồng.");
}
