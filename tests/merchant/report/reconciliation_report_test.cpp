#include "merchant/report/reconciliation_report.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <algorithm>

#include "merchant/board_view.hpp"
#include "merchant/read_reconciliation.hpp"
#include "merchant/report/frame.hpp"
#include "merchant/statement/bookings.hpp"
#include "merchant/statement/day_comparison.hpp"
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

/// Two sales a day at S1, and a statement of all days that lacks one of the fifth.
struct LongMarket : ReportedMarket {
  static constexpr int days = 20;

  LongMarket() {
    const auto first = ledger::business_day_of(desk.clock.now());
    std::vector<statement::Line> lines;
    for (int day = 0; day < days; ++day) {
      for (const int sale : {0, 1}) {
        sell("S1", 10'000 + day);
        if (day == 4 && sale == 1) continue;
        auto& line = lines.emplace_back();
        line.row = lines.size();
        line.day = ledger::business_day_of(desk.clock.now());
        line.amount = Dong{10'000 + day};
        line.reference = desk.log.back().entry.key->reference;
      }
      if (day + 1 < days) desk.clock.advance(std::chrono::hours{24});
    }
    const auto count = static_cast<std::int64_t>(lines.size());
    const statement::Imported imported{{},
                                       {},
                                       std::string(64, 'b'),
                                       "bidv",
                                       {"970436", "001"},
                                       first,
                                       ledger::business_day_of(desk.clock.now()),
                                       count,
                                       count,
                                       Dong{400'000},
                                       "board:a"};
    desk.ask(ImportStatement{MarketDesk::market(), imported,
                             ledger::make_private_part(statement::lines_text(lines), desk.random)})
        .value();
    store();
  }

  std::vector<statement::DayStatements> statements() {
    std::vector<statement::DayStatements> all;
    const auto last = ledger::business_day_of(desk.clock.now()).days();
    for (auto day = last - days + 1; day <= last; ++day) {
      const auto date = ledger::BusinessDay::from_days(day);
      all.push_back({date, desk.ask(ShowDay{MarketDesk::market(), date}).value().statements});
    }
    return all;
  }
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

TEST_CASE(
    "A day that has not come is “–” in BC-06, and one without money and statement has no "
    "statement") {
  StatedMarket market;
  const auto by_day = rows_of(market.paper("2026-11").tables[1]);
  REQUIRE(by_day.size() == 31);
  // The 23rd: nothing came, and no bank was asked. The 27th is yet to come.
  CHECK(by_day[22] == Cells{"2026-11-23", "–", "–", "0", "0", "–", "–", "–", ""});
  CHECK(by_day[26] == Cells{"2026-11-27", "–", "–", "–", "–", "–", "–", "–", "–"});
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

TEST_CASE("A month is the same however few of its transfers are in memory at once") {
  LongMarket market;
  const auto days = market.statements();
  const auto head = market.reader()->head(MarketDesk::market()).seq;
  const auto told = [&](std::size_t at_once_max) {
    std::vector<std::string> all;
    for (const auto& day :
         statement::account_days(*market.reader(), MarketDesk::market(), days, head, at_once_max)) {
      all.push_back(to_string(day.day) + boost::json::serialize(statement::to_json(day)));
    }
    return all;
  };
  const auto whole = told(1'000'000);
  REQUIRE(std::ssize(whole) == LongMarket::days);
  CHECK(whole[4].find("Lệch") != std::string::npos);
  CHECK(whole[5].find("Khớp") != std::string::npos);
  for (const std::size_t few : {1, 15, 16, 30, 45}) CHECK(told(few) == whole);
}

TEST_CASE("A window of days ends where it would have too many transfers, and lacks none it needs") {
  LongMarket market;
  const auto days = market.statements();
  const auto head = market.reader()->head(MarketDesk::market()).seq;
  const PayeeAccount account{"970436", "001"};
  for (const std::size_t most : {16, 20, 30, 1'000}) {
    statement::BookingWindow window{days.front().day, days.back().day, {{account, {}}}};
    statement::collect_bookings(*market.reader(), MarketDesk::market(), head, most, window);
    INFO(most);
    CHECK(window.count <= most);
    CHECK(window.count == window.bookings.at(account).size());
    CHECK((window.to == days.back().day) == (most == 1'000));
    // Two a day, of the window's days and of those beside them that there are.
    const auto behind =
        std::min<int>(window.to.days() + statement::days_beside, days.back().day.days());
    CHECK(static_cast<int>(window.count) == 2 * (behind - days.front().day.days() + 1));
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
