#include "merchant/charges/charges_paid.hpp"

#include <catch2/catch.hpp>

#include <map>

#include "tests/merchant/charges/charged_market.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace chopay::merchant::charges;
using ledger::Dong;
using testing::ChargedMarket;
using testing::MarketDesk;

namespace {

/// The sums of all postings so far, as those of one day.
ledger::DayTotals totals_of(const MarketDesk& desk) {
  std::map<std::string, Dong> sums;
  for (const auto& sealed : desk.log) {
    for (const auto& posting : sealed.entry.postings) sums[posting.account] += posting.amount;
  }
  ledger::DayTotals totals;
  for (const auto& [account, sum] : sums) totals.totals.push_back({{}, account, 1, sum, {}});
  return totals;
}

}  // namespace

TEST_CASE("Charges that were paid count once, wherever their cash is on its way to the board") {
  ChargedMarket place;
  place.bill("2026-11");
  place.collect("A01", 300'000, "k1", "collector:a", "Em Thu").value();
  place.transfer(320'000, place.memo("A02"));
  const auto check = [&](std::int64_t cash, std::int64_t transfer) {
    const auto paid = charges_paid(totals_of(place.desk));
    CHECK(paid.cash == Dong{cash});
    CHECK(paid.transfer == Dong{transfer});
  };
  check(300'000, 320'000);
  const auto handed =
      place.desk.ask(HandOverCash{MarketDesk::market(), Dong{250'000}, "collector:a", "Em Thu"})
          .value();
  check(300'000, 320'000);
  // 10,000 were missing when it was counted: they were paid all the same.
  place.desk
      .ask(ConfirmHandOver{MarketDesk::market(), handed.seq, Dong{240'000}, "board:b", "Chị Hoa"})
      .value();
  check(300'000, 320'000);
}

TEST_CASE("Money on the board's account pays charges once it is known whose they are") {
  ChargedMarket place;
  place.bill("2026-11");
  const auto money = place.transfer(120'000, "nop tien");
  CHECK(charges_paid(totals_of(place.desk)).transfer.is_zero());
  place.desk
      .ask(NameMoney{MarketDesk::market(), money.seq, testing::stall_id("A01"), Dong{100'000},
                     "board:a"})
      .value();
  CHECK(charges_paid(totals_of(place.desk)).transfer == Dong{100'000});
}
