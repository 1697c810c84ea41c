#include "merchant/settlement.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using testing::MarketDesk;

namespace {

const auto today = ledger::business_day_of(testing::market_morning());

ledger::DayTotal total(const std::string& account, std::int64_t postings, std::int64_t dong) {
  return {today, account, postings, Dong{dong}, ledger::Seq{9}};
}

ledger::DayTotals sums(std::vector<ledger::DayTotal> totals) {
  return {{ledger::Seq{9}, {}}, std::move(totals)};
}

std::shared_ptr<const Registry> registry() {
  MarketDesk desk;
  desk.open_market();
  return desk.rules.book(MarketDesk::market())->registry();
}

}  // namespace

TEST_CASE("A settlement lists every stall and adds up to what the banks received") {
  const auto settlement =
      settle(*registry(), today,
             sums({total("bank/970436/1017595600", 3, 100'000),
                   total("bank/970436/99MM22001", 1, 7'000), total("refund/A01", 1, 5'000),
                   total("sales/A01", 2, -105'000), total("suspense/ha-long-1", 1, -7'000)}));
  CHECK(settlement.totals.count == 2);
  CHECK(settlement.totals.gross == Dong{105'000});
  CHECK(settlement.totals.refunds == Dong{5'000});
  CHECK(settlement.totals.net() == Dong{100'000});
  CHECK(settlement.totals.unmatched == Dong{7'000});
  REQUIRE(settlement.zones.size() == 1);
  CHECK(settlement.zones[0].stalls.size() == 3);
  CHECK(settlement.zones[0].figures.gross == Dong{105'000});
}

TEST_CASE("A day whose postings do not explain the banks' money is never settled") {
  CHECK_THROWS_AS(
      settle(*registry(), today,
             sums({total("bank/970436/1017595600", 1, 100'000), total("sales/A01", 1, -99'999)})),
      std::logic_error);
  // A stall that the registry does not have would be money that no row shows.
  CHECK_THROWS_AS(
      settle(*registry(), today, sums({total("bank/970436/1", 1, 5), total("sales/Z99", 1, -5)})),
      std::logic_error);
}

TEST_CASE("The last line of a trial market's CSV says that its money is not real") {
  auto market = *registry();
  for (const bool sandbox : {true, false}) {
    market.sandbox = sandbox;
    const auto csv = to_csv(settle(market, today, sums({})));
    const auto last = csv.substr(csv.rfind('\n', csv.size() - 2) + 1);
    CHECK(last.starts_with("Chợ thử – tiền không có thật · Ngày ") == sandbox);
    CHECK((last.find("Ngày ") != std::string::npos));
  }
}

TEST_CASE("The CSV opens in columns, with marks, and no cell is a formula") {
  auto market = *registry();
  market.stalls.at(StallId::parse("A01").value()).name = "=HYPERLINK(\"x\";1)";
  const auto csv = to_csv(settle(market, today, sums({})));
  CHECK(
      csv.starts_with("\xEF\xBB\xBF"
                      "Khu vực;Mã điểm KD;"));
  CHECK(csv.find(";\"'=HYPERLINK(\"\"x\"\";1)\";") != std::string::npos);
  CHECK(csv.find("TỔNG CỘNG;;;;0;0;0;0;0\r\n") != std::string::npos);
}
