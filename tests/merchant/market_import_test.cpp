#include "merchant/market_import.hpp"

#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using testing::MarketDesk;

namespace {

/// The market of the desk, and another one that has the account 0042.
struct TwoMarkets {
  TwoMarkets() {
    desk.open_market();
    const auto other = MarketId::parse("cho-khac").value();
    desk.ask(OpenMarket{other, {"Chợ Khác", "", true}}).value();
    desk.ask(OpenZone{other, {"A", "Khu A"}}).value();
    desk.ask(OpenStall{other,
                       StallId::parse("K1").value(),
                       "A",
                       "Sạp",
                       "",
                       "Hộ K",
                       {"970436", "0042"},
                       "HKD K"})
        .value();
    for (const auto& id : {MarketDesk::market(), other}) {
      RegisteredMarket market{desk.rules.book(id)->registry(), {}, {}};
      for (const auto& [stall, row] : market.registry->stalls) market.households[stall] = {};
      known.push_back(std::move(market));
    }
  }

  MarketImport plan(const std::string& rows, int stalls, bool corrected = false) {
    auto text = empty_market_table(known.front());
    const std::string last = "Hết;0";
    text.replace(text.find(last), last.size(), rows + "Hết;" + std::to_string(stalls));
    const auto table = read_market_table(text).value();
    REQUIRE(table.problems.empty());
    return plan_import(table, MarketDesk::market(), known, corrected);
  }

  MarketDesk desk;
  std::vector<RegisteredMarket> known;
};

const std::string a01 =
    "A;Khu hải sản;A01;Sạp A01;;Hải sản;Hộ KD A01;;;970436;1017595600;HKD A01\r\n";
const std::string fresh = "B;Khu mới;B01;Sạp mới;4,5;Rau;Hộ Mới;;;970436;0077;HKD MOI\r\n";

}  // namespace

TEST_CASE("What a table adds to an open market is its new zones and stalls, and nothing twice") {
  TwoMarkets markets;
  const auto import = markets.plan(a01 + fresh, 2);
  REQUIRE(import.problems.empty());
  REQUIRE(import.zones.size() == 1);
  CHECK(import.zones[0].zone.id == "B");
  REQUIRE(import.stalls.size() == 1);
  CHECK(import.stalls[0].id.text() == "B01");
  CHECK(import.stalls[0].area_dm2 == 450);
  CHECK(import.corrections.empty());
  CHECK(import.unchanged == 1);
}

TEST_CASE("What a known stall has otherwise is a problem, or put right where that was asked for") {
  TwoMarkets markets;
  auto renamed = a01;
  renamed.replace(renamed.find("Sạp A01"), std::string{"Sạp A01"}.size(), "Sạp Một");
  CHECK(markets.plan(renamed, 1).problems.size() == 1);
  const auto corrected = markets.plan(renamed, 1, true);
  CHECK(corrected.problems.empty());
  REQUIRE(corrected.corrections.size() == 1);
  CHECK(corrected.corrections[0].correction.name == "Sạp Một");
  CHECK(corrected.unchanged == 0);
  auto robbed = a01;
  robbed.replace(robbed.find("1017595600"), 10, "666");
  CHECK(markets.plan(robbed, 1, true).problems.size() == 1);
}

TEST_CASE("An account of another market is told to a board, and whose it is not") {
  TwoMarkets markets;
  auto taken = fresh;
  taken.replace(taken.find("0077"), 4, "0042");
  const auto import = markets.plan(taken, 1);
  REQUIRE(import.problems.size() == 1);
  CHECK(import.problems[0].what == "another market has this account");
  CHECK(import.stalls.empty());
}

TEST_CASE("The table of another market is not this one's, whatever is in it") {
  TwoMarkets markets;
  const auto table = read_market_table(empty_market_table(markets.known.back())).value();
  const auto import = plan_import(table, MarketDesk::market(), markets.known, true);
  REQUIRE(import.problems.size() == 1);
  CHECK(import.problems[0].row == 2);
}

TEST_CASE("No manager alone lets a new stall share the account of one that is there") {
  TwoMarkets markets;
  const std::string sharing =
      "A;Khu hải sản;Z9;Sạp mới;;Hải sản;Hộ Mới;;;970436;1017595600;HKD MOI\r\n";
  const std::string beside = fresh + ";;B01;;;;;;;970436;1017595600;HKD A01\r\n";
  for (const auto& [rows, row] : {std::pair{sharing, 4U}, std::pair{beside, 4U}}) {
    const auto import = markets.plan(rows, 1);
    REQUIRE(import.problems.size() == 1);
    CHECK(import.problems[0].row >= row);
    CHECK(import.problems[0].what == "a stall of the market has this account");
  }
  // Two that are new may.
  const std::string two = "B;Khu mới;B02;Sạp hai;4,5;Rau;Hộ Mới;;;970436;0077;HKD MOI\r\n";
  CHECK(markets.plan(fresh + two, 2).problems.empty());
}
