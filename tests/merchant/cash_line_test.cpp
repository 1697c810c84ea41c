#include "merchant/cash_line.hpp"

#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using testing::MarketDesk;

namespace {

StallId stall(const char* code) {
  return StallId::parse(code).value();
}

NoteCash cash(MarketDesk& desk, std::int64_t dong, std::string id) {
  const auto today = ledger::business_day_of(desk.clock.now());
  return {MarketDesk::market(), stall("A01"), today, Dong{dong}, std::move(id), "till:1"};
}

}  // namespace

TEST_CASE("Cash that is noted and taken back sums to nothing, and no bank account knows of it") {
  MarketDesk desk;
  desk.open_market();
  const auto line = desk.ask(cash(desk, 250'000, "k1")).value();
  CHECK(desk.balance("cash/A01") == Dong{250'000});
  CHECK(desk.balance("cash_sales/A01") == Dong{-250'000});
  CHECK(desk.balance("sales/A01") == Dong{});
  TakeBackCash back{MarketDesk::market(), stall("A01"), line.seq, "till:1"};
  CHECK(desk.ask(back).value().taken_back);
  CHECK(desk.balance("cash/A01") == Dong{});
  CHECK(desk.balance("cash_sales/A01") == Dong{});
  const auto entries = desk.log.size();
  CHECK(desk.ask(back).value().taken_back);  // once is enough
  CHECK(desk.log.size() == entries);
}

TEST_CASE("The same id on the day is the same line; with another amount it is refused") {
  MarketDesk desk;
  desk.open_market();
  const auto first = desk.ask(cash(desk, 250'000, "k1")).value();
  CHECK(desk.ask(cash(desk, 250'000, "k1")).value().seq == first.seq);
  CHECK(desk.ask(cash(desk, 260'000, "k1")).error().code == Errc::idempotency_conflict);
  CHECK(desk.ask(cash(desk, 250'000, "k2")).value().seq != first.seq);
  CHECK(desk.balance("cash/A01") == Dong{500'000});
}

TEST_CASE("No line of nothing, of tomorrow, of long ago, without an id, or of another's stall") {
  MarketDesk desk;
  desk.open_market();
  CHECK(desk.ask(cash(desk, 0, "k1")).error().code == Errc::bad_amount);
  CHECK(desk.ask(cash(desk, -5, "k1")).error().code == Errc::bad_amount);
  CHECK(desk.ask(cash(desk, 10'000'000'001, "k1")).error().code == Errc::bad_amount);
  CHECK(desk.ask(cash(desk, 1, "")).error().code == Errc::bad_request_id);
  CHECK(desk.ask(cash(desk, 1, "a b")).error().code == Errc::bad_request_id);
  auto early = cash(desk, 1, "k1");
  early.day = ledger::BusinessDay::from_days(early.day.days() + 1);
  CHECK(desk.ask(early).error().code == Errc::bad_period);
  early.day = ledger::BusinessDay::from_days(early.day.days() - 402);
  CHECK(desk.ask(early).error().code == Errc::bad_period);
  const auto line = desk.ask(cash(desk, 1, "k1")).value();
  CHECK(
      desk.ask(TakeBackCash{MarketDesk::market(), stall("A02"), line.seq, "till:2"}).error().code ==
      Errc::unknown_cash_line);
  CHECK(desk.ask(TakeBackCash{MarketDesk::market(), stall("A01"), ledger::Seq{1}, "till:1"})
            .error()
            .code == Errc::unknown_cash_line);
}
