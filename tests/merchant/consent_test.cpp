#include "merchant/consent.hpp"

#include <catch2/catch.hpp>

#include "merchant/rules.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using testing::MarketDesk;

namespace {

const Registry& registry_of(MarketDesk& desk) {
  return *desk.rules.book(MarketDesk::market())->registry();
}

}  // namespace

TEST_CASE("A consent that was taken back is not one that was never given") {
  MarketDesk desk;
  desk.open_market();
  const auto a01 = StallId::parse("A01").value();
  const auto set = [&](bool granted) {
    return desk.ask(SetConsent{MarketDesk::market(), a01, granted, "till:x"}).value();
  };
  CHECK(consent_of(*registry_of(desk).stall(a01)).granted_at == ledger::Instant{});
  const auto given = desk.clock.now();
  set(true);
  desk.clock.advance(std::chrono::hours{24});
  const auto taken_back = set(false);
  CHECK_FALSE(taken_back.granted);
  CHECK(taken_back.granted_at == given);
  CHECK(taken_back.withdrawn_at == desk.clock.now());
  testing::RepeatableRandom random;
  Rules restored{random};
  REQUIRE(restored.restore(desk.rules.state()));
  const auto& stall = *restored.book(MarketDesk::market())->registry()->stall(a01);
  CHECK_FALSE(stall.consents());
  CHECK(stall.consent_withdrawn_at == desk.clock.now());
  CHECK(set(true).withdrawn_at == ledger::Instant{});
}

TEST_CASE("Cash is allowed besides the figures and by itself, and goes with them") {
  MarketDesk desk;
  desk.open_market();
  const auto a01 = StallId::parse("A01").value();
  const auto set = [&](bool granted, bool cash) {
    desk.clock.advance(std::chrono::hours{1});
    return desk.ask(SetConsent{MarketDesk::market(), a01, granted, "till:x", cash}).value();
  };
  CHECK_FALSE(set(false, true).cash);
  CHECK_FALSE(set(true, false).cash);
  const auto given = desk.clock.now();
  const auto both = set(true, true);
  CHECK(both.cash);
  CHECK(both.granted_at == given);
  CHECK(both.cash_at == desk.clock.now());
  const auto entries = desk.log.size();
  CHECK(set(true, true).cash_at == both.cash_at);
  CHECK(desk.log.size() == entries);
  testing::RepeatableRandom random;
  Rules restored{random};
  REQUIRE(restored.restore(desk.rules.state()));
  CHECK(restored.book(MarketDesk::market())->registry()->stall(a01)->shares_cash());
  const auto figures_alone = set(true, false);
  CHECK(figures_alone.granted_at == given);
  CHECK_FALSE(figures_alone.cash);
  CHECK(set(true, true).cash);
  CHECK_FALSE(set(false, false).cash);
  // Given again, it is for the figures, as it was asked for.
  CHECK_FALSE(set(true, false).cash);
}
