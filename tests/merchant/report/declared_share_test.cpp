#include "merchant/report/declared_share.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "merchant/report/formats.hpp"
#include "tests/merchant/report/reported_market.hpp"
#include "tests/merchant/report/written_report.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::report;
using namespace chopay::testing;

namespace {

constexpr auto today = "2026-11-24";
using Cells = std::vector<std::string>;

/// Stalls that took 60,000 by QR and note 40,000 in cash, whose households let it count.
struct DeclaringMarket : ReportedMarket {
  explicit DeclaringMarket(const std::vector<std::string>& stalls) {
    for (const auto& stall : stalls) {
      declare(stall);
      agree(stall, true);
    }
  }
  void declare(const std::string& stall) {
    sell(stall, 60'000);
    note_cash(stall, 40'000);
  }
  /// "Ăn uống", "Hải sản", "TỔNG CỘNG".
  TextRows rows() { return rows_of(table()); }
  Table table() {
    const auto made = report(today, By::trade);
    const auto found = std::ranges::find(made.tables, "declared", &Table::key);
    REQUIRE(found != made.tables.end());
    return *found;
  }
};

const std::vector<std::string> five{"S1", "S2", "S3", "S4", "S5"};

}  // namespace

TEST_CASE("The share of QR is of the stalls that note cash and whose households let it count") {
  DeclaringMarket market{five};
  market.declare("S6");
  market.agree("S6");    // its figures, not its cash
  market.declare("S7");  // nothing at all
  market.sell("S8", 500'000);
  market.agree("S8", true);  // notes no cash
  const auto rows = market.rows();
  REQUIRE(rows.size() == 3);
  CHECK(rows[0] == Cells{"Ăn uống", "–", "–"});
  CHECK(rows[1] == Cells{"Hải sản", "5", "600"});
  CHECK(rows[2] == Cells{"TỔNG CỘNG", "5", "600"});
}

TEST_CASE("A share of fewer than five stalls is not told, to nobody") {
  DeclaringMarket market{{"S1", "S2", "S3", "S4"}};
  for (const auto& row : market.rows()) {
    CHECK(row[1] == "–");
    CHECK(row[2] == "–");
  }
}

TEST_CASE("A total that would give fewer than five stalls away is not told") {
  auto stalls = five;
  stalls.push_back("S9");  // of another trade: total less group is S9's alone
  CHECK(DeclaringMarket{stalls}.rows().back() == Cells{"TỔNG CỘNG", "–", "–"});
  // Two groups of four and two, neither of which is told: nothing can be taken from the total.
  const auto rows = DeclaringMarket{{"S1", "S2", "S3", "S4", "S9", "S10"}}.rows();
  CHECK(rows[1] == Cells{"Hải sản", "–", "–"});
  CHECK(rows.back() == Cells{"TỔNG CỘNG", "6", "600"});
}

TEST_CASE("Cash that was taken back, and a consent that was, count no more") {
  DeclaringMarket market{five};
  const auto id = StallId::parse("S5").value();
  const auto slip = market.note_cash("S5", 900'000);
  market.desk.ask(TakeBackCash{MarketDesk::market(), id, slip.seq, "till:1"}).value();
  CHECK(market.rows()[1] == Cells{"Hải sản", "5", "600"});
  market.agree("S5");  // the figures alone from now on
  CHECK(market.rows()[1] == Cells{"Hải sản", "–", "–"});
  market.agree("S5", true);
  market.desk.ask(SetConsent{MarketDesk::market(), id, false, "till:1"}).value();
  CHECK(market.rows()[1] == Cells{"Hải sản", "–", "–"});
}

TEST_CASE("The board, the ward and the whole report have the same share, in every format") {
  DeclaringMarket market{five};
  const auto whole = market.figures(today);
  const auto board = board_view(whole);
  for (const auto& figures : {whole, board, ward_view(board)}) {
    const auto made = settlement_report(figures, By::trade);
    REQUIRE(made.tables.size() == 2);
    CHECK(rows_of(made.tables[1])[1] == Cells{"Hải sản", "5", "600"});
    CHECK(std::ranges::any_of(made.notes, [](const std::string& note) {
      return note.starts_with("Theo tự khai: tiền mặt do hộ tự ghi.");
    }));
    check_all_formats(made);
  }
}

TEST_CASE("No sum of cash is in any format of the report") {
  DeclaringMarket market{five};
  market.note_cash("S1", 7'654'321);
  const auto made = market.report(today, By::trade);
  const auto xlsx = to_xlsx(made).value();
  std::string all = to_json(made) + to_csv(made);
  for (const auto* part :
       {"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}) {
    all += part_of_xlsx(xlsx, part);
  }
  all += text_of_pdf(to_pdf(made).value()).value_or("");
  for (const auto* secret :
       {"7654321", "7694321", "7854321", "7.654.321", "7.694.321", "7.854.321"}) {
    INFO(secret);
    CHECK(all.find(secret) == std::string::npos);
  }
}

TEST_CASE("Where nobody lets cash count, nothing is said of it") {
  ReportedMarket market;
  market.agree("S1");
  market.note_cash("S1", 40'000);
  const auto made = market.report(today, By::trade);
  CHECK(made.tables.size() == 1);
  CHECK(to_json(made).find("tự khai") == std::string::npos);
}
