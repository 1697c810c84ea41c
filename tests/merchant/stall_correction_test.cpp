#include "merchant/stall_correction.hpp"

#include <catch2/catch.hpp>

#include "merchant/rules.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using testing::MarketDesk;

namespace {

const auto a01 = StallId::parse("A01").value();

Result<void> correct(MarketDesk& desk, StallCorrection correction,
                     std::optional<HouseholdDetails> details = {}) {
  return desk.ask(CorrectStall{MarketDesk::market(), a01, std::move(correction), std::move(details),
                               "board:x"});
}

Stall stall_of(MarketDesk& desk) {
  return *desk.rules.book(MarketDesk::market())->registry()->stall(a01);
}

}  // namespace

TEST_CASE("A correction is an entry; what it does not name stays, accounts too") {
  MarketDesk desk;
  desk.open_market();
  const auto before = stall_of(desk);
  const auto entries = desk.log.size();
  StallCorrection correction;
  correction.household = "Hộ kinh doanh Trần Thị Bình";
  correction.area_dm2 = 725;
  REQUIRE(correct(desk, correction).has_value());
  const auto after = stall_of(desk);
  CHECK(after.household == "Hộ kinh doanh Trần Thị Bình");
  CHECK(after.area_dm2 == 725);
  CHECK(after.name == before.name);
  CHECK(after.account == before.account);
  CHECK(after.holder == before.holder);
  CHECK(after.details_at == before.details_at);
  CHECK(desk.log.size() == entries + 1);
  CHECK(desk.log.back().entry.kind == ledger::Kind::stall_corrected);
}

TEST_CASE("A correction that says what is registered already writes nothing") {
  MarketDesk desk;
  desk.open_market();
  StallCorrection correction;
  correction.name = stall_of(desk).name;
  const auto entries = desk.log.size();
  CHECK(correct(desk, correction).has_value());
  CHECK(correct(desk, {}).has_value());
  CHECK(desk.log.size() == entries);
}

TEST_CASE("Tax code and phone are corrected beside the entry and stand in no log") {
  MarketDesk desk;
  desk.open_market();
  REQUIRE(correct(desk, {}, HouseholdDetails{"012345678901", "0912345678"}).has_value());
  CHECK(stall_of(desk).details_at == desk.log.back().entry.seq);
  CHECK(desk.log.back().private_part.find("0912345678") != std::string::npos);
  CHECK(desk.log.back().bytes.find("0912345678") == std::string::npos);
}

TEST_CASE("What cannot be registered cannot be corrected to") {
  MarketDesk desk;
  desk.open_market();
  const auto entries = desk.log.size();
  StallCorrection nameless;
  nameless.name = "";
  CHECK(correct(desk, nameless).error().code == Errc::bad_text);
  StallCorrection elsewhere;
  elsewhere.zone = "Z9";
  CHECK(correct(desk, elsewhere).error().code == Errc::unknown_zone);
  StallCorrection huge;
  huge.area_dm2 = area_dm2_max + 1;
  CHECK(correct(desk, huge).error().code == Errc::bad_text);
  CHECK(correct(desk, {}, HouseholdDetails{"12", ""}).error().code == Errc::bad_text);
  CHECK(desk.log.size() == entries);
}
