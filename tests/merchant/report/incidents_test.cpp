#include "merchant/report/incidents.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "merchant/customer_complaint.hpp"
#include "merchant/report/formats.hpp"
#include "merchant/sticker_check.hpp"
#include "tests/merchant/report/reported_market.hpp"
#include "tests/merchant/report/written_report.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::report;
using namespace chopay::testing;

namespace {

constexpr auto odd_day = "2026-11-24";

StallId stall(const char* code) {
  return StallId::parse(code).value();
}

/// A day with one of each: odd money, another account, stickers, a message kept aside.
struct OddDay : ReportedMarket {
  ledger::Instant morning = desk.clock.now();

  OddDay() {
    sell("S1", 200);
    change = desk.ask(AskPayeeChange{MarketDesk::market(),
                                     stall("S2"),
                                     {"970436", "77"},
                                     "HKD",
                                     {Party::household, "till:1"}})
                 .value();
    desk.clock.advance(std::chrono::minutes{90});
    desk.ask(WithdrawPayeeChange{
                 MarketDesk::market(), stall("S2"), change.id, {Party::board, "board:1"}})
        .value();
    check("S3", "foreign", "");
    check("S4", "other_stall", "S5");
    desk.clock.advance(std::chrono::minutes{15});
    check("S3", "genuine", "S3");
    beside.sticker_checks = true;
    beside.kept_aside = {{desk.clock.now(), "sepay-main"},
                         {desk.clock.now() - std::chrono::hours{48}, "sepay-main"}};
  }

  void check(const char* at, const char* verdict, const char* code_of) {
    keep(sticker_check_row(MarketDesk::market(),
                           {desk.clock.now(), at, verdict, code_of, "cửa đông", "board:secret"}));
  }
  Incidents incidents() {
    store();
    return read_incidents(*reader(), registry(), parse_period(odd_day).value(), beside);
  }

  PayeeChange change;
  BesideTheLog beside;
};

const Incident& found(const Incidents& all, std::string_view code) {
  const auto one = std::ranges::find(all.all, code, &Incident::code);
  REQUIRE(one != all.all.end());
  return *one;
}

}  // namespace

TEST_CASE("The incident log has alarms, payee changes, stickers and kept messages of its days") {
  OddDay market;
  const auto all = market.incidents();
  CHECK(all.all.size() == 5);
  CHECK(found(all, "tiny_amount").stall == stall("S1"));
  const auto& change = found(all, "payee_change");
  CHECK(change.detail == "Hộ kinh doanh đề nghị");
  CHECK(change.result == "Đã rút lại");
  CHECK(*change.ended - change.at == std::chrono::minutes{90});
  const auto& foreign = found(all, "sticker_foreign");
  CHECK(foreign.stall == stall("S3"));
  CHECK(*foreign.ended - foreign.at == std::chrono::minutes{15});
  CHECK(found(all, "sticker_other_stall").detail == "Mã của điểm S5");
  CHECK(!found(all, "sticker_other_stall").ended);
  CHECK(found(all, "notice_kept").source == "sepay-main");
  CHECK(*all.sticker_checks == 3);
  CHECK(all.genuine_checks == 1);
}

TEST_CASE("Who may not see stickers and messages gets the log's incidents alone") {
  OddDay market;
  market.beside = {};
  const auto all = market.incidents();
  CHECK(all.all.size() == 2);
  CHECK(!all.sticker_checks);
}

TEST_CASE("Odd money of a household that has not agreed is not in the board's incident log") {
  OddDay market;
  const auto board = board_view(market.incidents());
  const auto count = [&](std::string_view code) {
    return std::ranges::count(board.all, code, &Incident::code);
  };
  CHECK(count("tiny_amount") == 0);
  CHECK(count("payee_change") == 1);
  CHECK(to_json(incident_report(board)).find("Không ghi việc về giao dịch") != std::string::npos);
  market.agree("S1");
  CHECK(board_view(market.incidents()).all.size() == 5);
}

TEST_CASE("No payer, sum, account or name of who scanned is in any format of the incident log") {
  OddDay market;
  const auto report = incident_report(market.incidents());
  std::string all = to_json(report) + to_csv(report);
  all += part_of_xlsx(to_xlsx(report).value(), "xl/sharedStrings.xml");
  for (const auto* secret : {"secret", "cửa đông", "970436", "NGUYEN"}) {
    INFO(secret);
    CHECK(all.find(secret) == std::string::npos);
  }
}

TEST_CASE("BC-07 says the same in JSON, CSV, XLSX and PDF") {
  OddDay market;
  check_all_formats(incident_report(market.incidents()));
}

TEST_CASE("A sum of incidents counts what the list leaves out") {
  OddDay market;
  auto all = market.incidents();
  all.all.resize(incidents_max + 7, all.all.front());
  const auto report = incident_report(all);
  CHECK(report.tables[0].rows.size() == incidents_max);
  CHECK(report.tables[1].rows.back().cells[1] ==
        Cell{static_cast<std::int64_t>(incidents_max) + 7});
}

TEST_CASE(
    "The total of what ended is of the kinds that end, and “–” where there are none of them") {
  OddDay market;
  const auto sums = [](const Incidents& of) { return rows_of(incident_report(of).tables[1]); };
  auto all = market.incidents();
  CHECK(sums(all).back() == std::vector<std::string>{"TỔNG CỘNG", "5", "2"});
  std::erase_if(all.all, [](const Incident& one) { return one.code != "tiny_amount"; });
  CHECK(sums(all) == TextRows{{"Khoản nhận dưới 1.000 đồng", "1", "–"}, {"TỔNG CỘNG", "1", "–"}});
  all.all.clear();
  CHECK(sums(all) == TextRows{{"TỔNG CỘNG", "0", "0"}});
}

TEST_CASE("What a customer complained of is an incident, with how and when it ended") {
  OddDay market;
  CustomerComplaint complaint{"00ff", market.morning, "S5", "Trả tiền hai lần", "board:secret", {},
                              {}};
  market.keep(complaint_row(MarketDesk::market(), complaint));
  complaint.id = "01ff";
  complaint.settled_at = market.morning + std::chrono::minutes{45};
  complaint.result = "Đã hoàn cho khách";
  market.keep(complaint_row(MarketDesk::market(), complaint));
  CHECK(std::ranges::count(market.incidents().all, "complaint", &Incident::code) == 0);
  market.beside.complaints = true;
  const auto paper = incident_report(board_view(market.incidents()));
  TextRows found;
  for (const auto& row : rows_of(paper.tables[0])) {
    if (row.at(3) == "Khách khiếu nại")
      found.push_back({row.at(4), row.at(6), row.at(7), row.at(8)});
  }
  CHECK(found == TextRows{{"S5", "Trả tiền hai lần", "–", "Chưa xong"},
                          {"S5", "Trả tiền hai lần", "45", "Đã hoàn cho khách"}});
  check_all_formats(paper);
}
