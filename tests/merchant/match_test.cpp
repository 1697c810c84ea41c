#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

CreditData last_credit(const MarketDesk& desk) {
  return read_credit(desk.log.back().entry);
}

std::string memo_of(const MarketDesk& desk, const std::string& stall) {
  const auto& registry = *desk.rules.book(MarketDesk::market())->registry();
  return std::string{registry.stall(StallId::parse(stall).value())->memo.text()};
}

}  // namespace

TEST_CASE("The evidence counts in its order, and the entry says which decided") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A02", 85'000).request;
  const std::string code{request.reference.text()};
  const auto memo = memo_of(desk, "A03");

  desk.take(desk.notice("A02", 20'000, memo + " " + code));
  CHECK(last_credit(desk).reason == MatchReason::code);
  CHECK(last_credit(desk).request == request.id);

  const auto open = desk.open_request("A03", 40'000).request;
  desk.take(desk.notice("A03", 40'000, memo));
  CHECK(last_credit(desk).reason == MatchReason::exact_amount);
  CHECK(last_credit(desk).request == open.id);

  desk.take(desk.notice("A03", 40'000, memo));
  CHECK(last_credit(desk).reason == MatchReason::stall_memo);
  CHECK(last_credit(desk).request.empty());

  desk.take(desk.notice("A01", 40'000, "mua ca"));
  CHECK(last_credit(desk).reason == MatchReason::sole_stall);

  desk.take(desk.notice("A03", 40'000, "mua ca"));
  CHECK(last_credit(desk).reason == MatchReason::shared_account);
}

TEST_CASE("Two open requests of the same amount decide nothing: the money is the stall's") {
  MarketDesk desk;
  desk.open_market();
  desk.open_request("A01", 50'000);
  desk.open_request("A01", 50'000);
  const auto taken = desk.take(desk.notice("A01", 50'000, "mua ca"));
  CHECK(taken.verdict == CreditVerdict::static_);
  CHECK(last_credit(desk).reason == MatchReason::sole_stall);
}

TEST_CASE("An amount alone never names a stall of a shared account") {
  MarketDesk desk;
  desk.open_market();
  desk.open_request("A02", 50'000);
  CHECK(desk.take(desk.notice("A02", 50'000, "mua ca")).verdict == CreditVerdict::unmatched);
}

TEST_CASE("The amount counts only while the request waits, by the bank's clock") {
  MarketDesk desk;
  desk.open_market();
  const auto before = desk.notice("A01", 50'000, "mua ca");
  desk.clock.advance(10min);
  desk.open_request("A01", 50'000);
  CHECK(desk.take(before).verdict == CreditVerdict::static_);  // paid before it was asked for

  auto delayed = desk.notice("A01", 50'000, "mua ca");
  delayed.occurred_at -= 60s;  // a bank that writes no seconds
  desk.clock.advance(1h);
  CHECK(desk.take(delayed).verdict == CreditVerdict::paid);  // the notice was late, not the money

  desk.open_request("A01", 70'000);
  desk.clock.advance(20min);
  CHECK(desk.take(desk.notice("A01", 70'000, "mua ca")).verdict == CreditVerdict::static_);
}

TEST_CASE("A stall's code in a transfer to another stall's account names nothing") {
  MarketDesk desk;
  desk.open_market();
  desk.take(desk.notice("A01", 40'000, memo_of(desk, "A03")));
  CHECK(last_credit(desk).reason == MatchReason::sole_stall);
  CHECK(desk.balance("sales/A01") == Dong{-40'000});
  CHECK(desk.balance("sales/A03").is_zero());
}

TEST_CASE("A stall's code with a wrong symbol names nobody: no amount bears it out") {
  MarketDesk desk;
  desk.open_market();
  auto damaged = memo_of(desk, "A03");
  damaged.back() = damaged.back() == '7' ? '8' : '7';
  CHECK(desk.take(desk.notice("A03", 40'000, damaged)).verdict == CreditVerdict::unmatched);
}

TEST_CASE("The amount of a sale counts only on the account that its code asks for") {
  MarketDesk desk;
  desk.open_market();
  const OpenStall two_accounts{MarketDesk::market(),
                               StallId::parse("A04").value(),
                               "A",
                               "Sạp A04",
                               "Rau",
                               "Hộ KD A04",
                               {"970436", "444"},
                               "HKD A04",
                               {{{"970422", "555"}, "HKD A04"}}};
  REQUIRE(desk.ask(two_accounts).has_value());
  desk.open_request("A04", 61'000);
  auto to_other = desk.notice("A04", 61'000, "mua rau");
  to_other.bank = "970422";
  to_other.account = "555";
  CHECK(desk.take(to_other).verdict == CreditVerdict::static_);
  CHECK(last_credit(desk).reason == MatchReason::sole_stall);
  CHECK(desk.take(desk.notice("A04", 61'000, "mua rau")).verdict == CreditVerdict::paid);
}
