#include "merchant/report/reconciliation_report.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "merchant/board_view.hpp"
#include "merchant/read_reconciliation.hpp"
#include "merchant/report/frame.hpp"
#include "tests/merchant/report/reported_market.hpp"
#include "tests/merchant/report/written_report.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::report;
using namespace chopay::testing;

namespace {

/// Three days of sales at S1 and S2; a statement of S1's account for two of them, which lacks a
/// sale of the second.
struct StatedMarket : ReportedMarket {
  StatedMarket() {
    sale(85'000);
    lines.push_back(line(85'000));
    next_day();
    sale(50'000);
    lines.push_back(line(50'000));
    sale(7'000);
    sell("S2", 12'000);
    const auto second = ledger::business_day_of(desk.clock.now());
    const auto first = ledger::BusinessDay::from_days(second.days() - 1);
    const statement::Imported imported{
        {}, {}, std::string(64, 'a'), "bidv",   {"970436", "001"}, first, second,
        2,  2,  Dong{135'000},        "board:a"};
    desk.ask(ImportStatement{MarketDesk::market(), imported,
                             ledger::make_private_part(statement::lines_text(lines), desk.random)})
        .value();
    next_day();
    sale(1'000);
  }

  void next_day() { desk.clock.advance(std::chrono::hours{24}); }
  void sale(std::int64_t dong) { sell("S1", dong); }
  /// What the bank's statement says of the newest sale.
  statement::Line line(std::int64_t dong) {
    statement::Line line;
    line.row = lines.size() + 1;
    line.day = ledger::business_day_of(desk.clock.now());
    line.amount = Dong{dong};
    line.reference = desk.log.back().entry.key->reference;
    return line;
  }

  std::vector<Reconciliation> days(const Period& period) {
    store();
    std::vector<DayState> states;
    for (auto day = period.from.days(); day <= period.to.days(); ++day) {
      states.push_back(
          desk.ask(ShowDay{MarketDesk::market(), ledger::BusinessDay::from_days(day)}).value());
    }
    return read_reconciliations(*reader(), states);
  }
  Report paper(const char* text) {
    const auto period = parse_period(text).value();
    return reconciliation_report(days(period), period, *registry(), desk.clock.now());
  }

  std::vector<statement::Line> lines;
};

using Cells = std::vector<std::string>;

}  // namespace

TEST_CASE("BC-06 of a day has a row for each account, and the sum in words") {
  StatedMarket market;
  const auto paper = market.paper("2026-11-25");
  REQUIRE(paper.tables.size() == 2);
  const auto rows = rows_of(paper.tables[0]);
  REQUIRE(rows.size() == 3);
  CHECK(Cells(rows[0].begin() + 3, rows[0].end()) ==
        Cells{"1", "50000", "2", "57000", "-7000", "0", "7000", "Lệch"});
  CHECK(Cells(rows[1].begin() + 3, rows[1].end()) ==
        Cells{"–", "–", "1", "12000", "–", "–", "–", "Chưa có sao kê"});
  CHECK(paper.words.front() == "Ghi có theo sổ bằng chữ: Sáu mươi chín nghìn đồng.");
  check_all_formats(paper);
}

TEST_CASE("BC-06 of several days sums by account and by day, and lists the days that differ") {
  StatedMarket market;
  const auto paper = market.paper("2026-11-24..2026-11-26");
  REQUIRE(paper.tables.size() == 4);
  const auto accounts = rows_of(paper.tables[0]);
  REQUIRE(accounts.size() == 3);
  CHECK(Cells(accounts[0].begin() + 2, accounts[0].end()) ==
        Cells{"2", "135000", "4", "143000", "–", "0", "7000", "Lệch 1 ngày"});
  const auto by_day = rows_of(paper.tables[1]);
  REQUIRE(by_day.size() == 4);
  CHECK(by_day[0].back() == "Khớp");
  CHECK(by_day[1].back() == "Lệch 1 TK");
  CHECK(by_day[2].back() == "Chưa có sao kê");
  CHECK(by_day[3].at(4) == "155000");
  const auto differing = rows_of(paper.tables[2]);
  REQUIRE(differing.size() == 1);
  CHECK(differing[0].at(0) == "2026-11-25");
  CHECK(rows_of(paper.tables[3]).at(1).at(1) == "155000");
  check_all_formats(paper);
}

TEST_CASE("The days of a period are those of each day alone") {
  StatedMarket market;
  const auto period = parse_period("2026-11-24..2026-11-26").value();
  for (const auto& day : market.days(period)) {
    const auto date = day.settlement.date;
    const auto alone = market.days({Period::Kind::day, date, date}).front();
    CHECK(to_json(day) == to_json(alone));
  }
}

TEST_CASE("An account of a household that has not agreed is in no day of the board's month") {
  StatedMarket market;
  market.agree("S2");
  const auto period = parse_period("2026-11").value();
  auto days = market.days(period);
  for (auto& day : days) day = board_view(std::move(day), *market.registry());
  const auto paper =
      reconciliation_report(days, period, *market.registry(), market.desk.clock.now());
  const auto accounts = rows_of(paper.tables[0]);
  REQUIRE(accounts.size() == 2);
  CHECK(accounts[0].at(5) == "12000");
  CHECK(std::ranges::any_of(paper.notes, [](const std::string& note) {
    return note.starts_with("Không hiện 1 tài khoản");
  }));
}
