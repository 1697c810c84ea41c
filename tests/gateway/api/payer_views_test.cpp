#include "gateway/api/payer_views.hpp"

#include <catch2/catch.hpp>

#include "ledger/memory_store.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::api;

TEST_CASE("Of a name the first word is shown and how the others begin, of an account its end") {
  CHECK(masked_name("NGUYEN VAN KHACH") == "NGUYEN V* K*");
  CHECK(masked_name("  Trần  Đức Ấn ") == "Trần Đ* Ấ*");
  CHECK(masked_name("KHACH") == "K*");
  CHECK(masked_name("KHACH ").find("HACH") == std::string::npos);
  CHECK(masked_name("").empty());
  CHECK(masked_account("0071000996789") == "••••6789");
  CHECK(masked_account("1234567") == "••••");
  CHECK(masked_account("").empty());
}

TEST_CASE(
    "Who was shown a payer is read back newest first, of one's own market, without the payer") {
  testing::RepeatableRandom random;
  ledger::MemoryStore store;
  const auto market = ledger::MarketId::parse("cho-kin").value();
  const auto other = ledger::MarketId::parse("cho-kin-2").value();
  const auto stall = merchant::StallId::parse("A12").value();
  const auto morning = testing::market_morning();
  std::vector<ledger::VaultChange> rows;
  for (int minute : {1, 3, 2}) {
    const PayerView view{morning + std::chrono::minutes{minute}, "till:ab", ledger::Seq{17}, stall,
                         "rf_1"};
    rows.push_back(payer_view_row(market, view, random));
  }
  rows.push_back(
      payer_view_row(other, {morning, "till:cd", ledger::Seq{9}, stall, "rf_2"}, random));
  rows.push_back({"payer_view/cho-kin/9", "no row"});
  store.begin();
  store.append({}, rows);
  const auto views = newest_payer_views(store.own_reader(), market, 2);
  REQUIRE(views.size() == 2);
  CHECK(views[0].at == morning + std::chrono::minutes{3});
  CHECK(views[1].at == morning + std::chrono::minutes{2});
  CHECK(views[0].by == "till:ab");
  CHECK(views[0].credit == ledger::Seq{17});
  CHECK(views[0].stall == stall);
  CHECK(views[0].refund == "rf_1");
}
