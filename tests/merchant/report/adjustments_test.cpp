#include "merchant/report/adjustments.hpp"

#include <catch2/catch.hpp>

#include "tests/merchant/report/reported_market.hpp"
#include "tests/merchant/report/written_report.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::report;
using namespace chopay::testing;

namespace {

StallId code(const char* text) {
  return StallId::parse(text).value();
}

/// Money that is explained late and taken back, a refund, and a transfer that is told of late.
struct AdjustedMarket : ReportedMarket {
  AdjustedMarket() {
    sell("S1", 85'000);
    const auto sale = desk.log.back().entry.seq;
    receive_unexplained(5'000);
    const auto credit = desk.log.back().entry.seq;
    desk.clock.advance(std::chrono::minutes{30});
    desk.ask(Allocate{MarketDesk::market(),
                      credit,
                      {{code("S9"), "", Dong{5'000}}},
                      "board:a",
                      "Khách chỉ đúng sạp"})
        .value();
    const auto allocation = desk.log.back().entry.seq;
    desk.ask(UndoAllocation{MarketDesk::market(), credit, allocation, "board:a"}).value();
    give_back(sale);
    tell_late();
  }

  void give_back(ledger::Seq sale) {
    const auto refund =
        desk.ask(RequestRefund{
                     MarketDesk::market(), sale, Dong{20'000}, {}, {}, "till:1", "Hàng hỏng"})
            .value();
    auto notice = desk.notice("S1", 20'000, "hoan " + std::string{refund.reference.text()});
    notice.direction = Direction::out;
    desk.take(notice, false);
  }

  void tell_late() {
    const auto late =
        desk.notice("S2", 7'000, "SAP " + std::string{registry()->stall(code("S2"))->memo.text()});
    desk.clock.advance(std::chrono::hours{24});
    desk.ask(CloseDay{MarketDesk::market(), late.day, "board:a"}).value();
    desk.take(late, false);
  }

  TextRows rows(const Figures& figures, std::size_t table) {
    return rows_of(settlement_report(figures, By::adjustment).tables.at(table));
  }
  Figures adjusted(const char* period) {
    store();
    return read_figures_by(*reader(), registry(), parse_period(period).value(), By::adjustment);
  }
};

}  // namespace

TEST_CASE("Every adjustment of a month is listed with its reason, and summed by what it is") {
  AdjustedMarket market;
  const auto figures = market.adjusted("2026-11");
  const auto rows = market.rows(figures, 0);
  REQUIRE(rows.size() == 4);
  const auto from_what_to_why = [&](std::size_t row) {
    const auto& cells = rows[row];
    return std::vector{cells.at(4), cells.at(5), cells.at(6), cells.at(7), cells.at(8)};
  };
  using Row = std::vector<std::string>;
  CHECK(from_what_to_why(0) == Row{"Phân bổ lại", "Chưa khớp", "S9", "5000", "Khách chỉ đúng sạp"});
  CHECK(from_what_to_why(1) == Row{"Hủy phân bổ", "S9", "Chưa khớp", "5000", "–"});
  CHECK(from_what_to_why(2) == Row{"Hoàn tiền", "S1", "Khách", "20000", "Hàng hỏng"});
  CHECK(from_what_to_why(3) == Row{"Ghi nhận muộn", "–", "S2", "7000", "–"});
  CHECK(market.rows(figures, 1).back() == Row{"TỔNG CỘNG", "4", "37000"});
  check_all_formats(settlement_report(figures, By::adjustment));
}

TEST_CASE("An adjustment stands on the day on which it was made, with the day that it changes") {
  AdjustedMarket market;
  CHECK(market.adjusted("2026-11-24").adjustments.size() == 3);
  const auto next = market.adjusted("2026-11-25").adjustments;
  REQUIRE(next.size() == 1);
  CHECK(to_string(next.front().day) == "2026-11-25");
}

TEST_CASE("The board's adjustments are of who agreed, the ward has none") {
  AdjustedMarket market;
  market.agree("S1");
  const auto board = board_view(market.adjusted("2026-11"));
  const auto rows = market.rows(board, 0);
  REQUIRE(rows.size() == 1);
  CHECK(rows.front().at(4) == "Hoàn tiền");
  CHECK(market.rows(ward_view(board), 0).empty());
}
