#include "merchant/board_view.hpp"

#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using testing::MarketDesk;

namespace {

/// A zone of so many stalls S1, S2 …, of which the first have agreed; each sold its number.
struct Zoned {
  MarketDesk desk;
  ledger::DayTotals sums;
  int stalls = 0;

  Zoned() { desk.ask(OpenMarket{MarketDesk::market(), {"Chợ", "", true}}).value(); }

  void add_zone(const std::string& name, int count, int agreed) {
    desk.ask(OpenZone{MarketDesk::market(), {name, "Khu " + name}}).value();
    for (int i = 0; i < count; ++i) {
      const auto code = "S" + std::to_string(++stalls);
      const auto id = StallId::parse(code).value();
      const PayeeAccount account{"970436", "00" + std::to_string(stalls)};
      desk.ask(OpenStall{MarketDesk::market(), id, name, "Sạp", "", "Hộ", account, "HKD"}).value();
      if (i < agreed) desk.ask(SetConsent{MarketDesk::market(), id, true, "till:1"}).value();
      const auto day = ledger::business_day_of(desk.clock.now());
      sums.totals.push_back({day, "sales/" + code, 1, Dong{-stalls}, ledger::Seq{1}});
      sums.totals.push_back({day, "bank/970436/" + account.number, 1, Dong{stalls}, {}});
    }
  }
  const Registry& registry() { return *desk.rules.book(MarketDesk::market())->registry(); }
  Settlement view() {
    const auto day = ledger::business_day_of(desk.clock.now());
    return board_view(settle(registry(), day, sums), registry());
  }
};

bool shows_nothing(const DayFigures& figures) {
  return figures.count == 0 && figures.gross.is_zero() && figures.refunds.is_zero();
}

}  // namespace

TEST_CASE("A zone's sum is shown only if it tells of none or of five who have not agreed") {
  for (int count = 0; count <= 8; ++count) {
    for (int agreed = 0; agreed <= count; ++agreed) {
      Zoned at;
      at.add_zone("A", count, agreed);
      const auto view = at.view();
      const auto unseen = count - agreed;
      const bool hidden = unseen > 0 && unseen < points_in_sum_min;
      CHECK(view.zones[0].hidden == hidden);
      CHECK(view.hidden == hidden);
      CHECK(static_cast<int>(view.zones[0].stalls.size()) == agreed);
      CHECK(view.zones[0].stalls_active == count);
      if (hidden) CHECK(shows_nothing(view.zones[0].figures));
      if (hidden) CHECK(shows_nothing(view.totals));
    }
  }
}

TEST_CASE("The market's total does not give away the zone whose sum is hidden") {
  Zoned at;
  at.add_zone("A", 6, 0);
  at.add_zone("B", 2, 0);
  CHECK_FALSE(at.view().zones[0].hidden);
  CHECK(at.view().zones[1].hidden);
  CHECK(at.view().hidden);
  at.add_zone("C", 3, 0);
  // Two hidden zones of five stalls together: no subtraction leaves fewer.
  CHECK(at.view().zones[1].hidden);
  CHECK_FALSE(at.view().hidden);
}

TEST_CASE("Hidden figures are in no form of the settlement") {
  Zoned at;
  at.add_zone("A", 3, 1);
  const auto view = at.view();
  for (const auto& text : {to_json(view), to_csv(view)}) {
    CHECK(text.find("S1") != std::string::npos);
    CHECK(text.find("S2") == std::string::npos);
    CHECK(text.find("S3") == std::string::npos);
  }
  CHECK(to_json(view).find(R"("gross":null)") != std::string::npos);
}

TEST_CASE("A consent is given and taken back by entries, and the same again writes nothing") {
  Zoned at;
  at.add_zone("A", 1, 0);
  const auto id = StallId::parse("S1").value();
  const auto set = [&](bool granted) {
    return at.desk.ask(SetConsent{MarketDesk::market(), id, granted, "till:1"}).value();
  };
  const auto before = at.desk.log.size();
  CHECK(set(true).granted);
  CHECK(set(true).granted_at == at.desk.clock.now());
  CHECK(board_sees(at.registry(), id));
  CHECK_FALSE(set(false).granted);
  CHECK_FALSE(set(false).granted);
  CHECK_FALSE(board_sees(at.registry(), id));
  REQUIRE(at.desk.log.size() == before + 2);
  CHECK(at.desk.log[before].entry.kind == ledger::Kind::consent_granted);
  CHECK(at.desk.log[before + 1].entry.kind == ledger::Kind::consent_withdrawn);
  const auto unknown = StallId::parse("Z9").value();
  CHECK(at.desk.ask(SetConsent{MarketDesk::market(), unknown, true, "x"}).has_error());
}

TEST_CASE(
    "A notice that was refused is shown as little as the sales of the stalls of its account") {
  MarketDesk desk;
  desk.open_market();
  auto notice = desk.notice("A01", 50'000, "mua ca");
  desk.take(notice);
  notice.amount = Dong{60'000};
  CHECK(desk.take(notice).outcome == NoticeOutcome::conflict);
  const auto refused = desk.log.back().entry;
  CHECK(refused.kind == ledger::Kind::rejection);
  const auto registry = [&] { return desk.rules.book(MarketDesk::market())->registry(); };
  CHECK_FALSE(board_sees(*registry(), refused));
  desk.ask(SetConsent{MarketDesk::market(), StallId::parse("A01").value(), true, "till:1"}).value();
  CHECK(board_sees(*registry(), refused));
}
