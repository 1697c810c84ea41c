#include <catch2/catch.hpp>

#include "merchant/published_event.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

std::vector<std::string> ended(MarketDesk& desk, std::size_t most = 100) {
  std::vector<std::string> ids;
  for (auto& one : desk.ask(FindExpired{most}).value()) ids.push_back(std::move(one.id));
  return ids;
}

Result<void> tell(MarketDesk& desk, const std::string& id) {
  return desk.ask(TellExpiry{MarketDesk::market(), id});
}

RequestStatus status_of(MarketDesk& desk, const PaymentRequest& request) {
  return desk.ask(FindRequest{request.id})->status;
}

}  // namespace

TEST_CASE("That a request ended unpaid is found at its end, and told once") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 85'000).request;
  desk.clock.set(request.expires_at - 1ms);
  CHECK(ended(desk).empty());
  REQUIRE(tell(desk, request.id).has_value());
  CHECK(desk.log.back().entry.kind == ledger::Kind::request_opened);
  desk.clock.set(request.expires_at);
  REQUIRE(ended(desk) == std::vector{request.id});
  REQUIRE(tell(desk, request.id).has_value());
  const auto entries = desk.log.size();
  const auto events = published_events(desk.log.back().entry);
  REQUIRE(events.size() == 1);
  CHECK(events[0].type == "payment_request.expired");
  CHECK(events[0].stall.text() == "A01");
  CHECK(events[0].json.find(R"("expired_at":")" + ledger::format_instant(request.expires_at)) !=
        std::string::npos);
  CHECK(ended(desk).empty());
  REQUIRE(tell(desk, request.id).has_value());
  CHECK(desk.log.size() == entries);
  CHECK(status_of(desk, request) == RequestStatus::expired);
}

TEST_CASE("What was paid, came short or was cancelled does not expire") {
  MarketDesk desk;
  desk.open_market();
  const auto paid = desk.open_request("A01", 85'000).request;
  const auto short_ = desk.open_request("A01", 50'000).request;
  const auto cancelled = desk.open_request("A01", 30'000).request;
  desk.take(desk.notice("A01", 85'000, std::string{paid.reference.text()}));
  desk.take(desk.notice("A01", 20'000, std::string{short_.reference.text()}));
  desk.ask(CancelRequest{MarketDesk::market(), cancelled.id}).value();
  const auto entries = desk.log.size();
  desk.clock.advance(24h);
  CHECK(ended(desk).empty());
  for (const auto& one : {paid, short_, cancelled}) CHECK(tell(desk, one.id).has_value());
  CHECK(desk.log.size() == entries);
  CHECK(tell(desk, "pr_unknown").error().code == Errc::unknown_request);
}

TEST_CASE("Money after the end is late though the end was told; money of before it is paid") {
  MarketDesk desk;
  desk.open_market();
  const auto late = desk.open_request("A01", 85'000).request;
  const auto in_time = desk.open_request("A01", 40'000).request;
  auto told_late = desk.notice("A01", 40'000, std::string{in_time.reference.text()});
  desk.clock.set(late.expires_at + 1min);
  for (const auto& one : {late, in_time}) REQUIRE(tell(desk, one.id).has_value());
  const auto taken = desk.take(desk.notice("A01", 85'000, std::string{late.reference.text()}));
  CHECK(taken.verdict == CreditVerdict::late);
  CHECK(published_events(desk.log.back().entry).at(1).type == "payment_request.late");
  CHECK(status_of(desk, late) == RequestStatus::late);
  CHECK(desk.take(told_late).verdict == CreditVerdict::paid);
  CHECK(status_of(desk, in_time) == RequestStatus::paid);
}

TEST_CASE("Money without a code is still matched by its amount once the end was told") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 61'000).request;
  const auto notice = desk.notice("A01", 61'000, "mua muc");
  desk.clock.set(request.expires_at + 1min);
  REQUIRE(tell(desk, request.id).has_value());
  CHECK(desk.take(notice).verdict == CreditVerdict::paid);
}

TEST_CASE("A look finds so many at most, the longest ended first") {
  MarketDesk desk;
  desk.open_market();
  const auto first = desk.open_request("A01", 1'000).request.id;
  desk.clock.advance(1s);
  const auto second = desk.open_request("A02", 2'000).request.id;
  desk.clock.advance(1h);
  CHECK(ended(desk, 1) == std::vector{first});
  CHECK(ended(desk) == std::vector{first, second});
  REQUIRE(tell(desk, first).has_value());
  CHECK(ended(desk, 1) == std::vector{second});
}

TEST_CASE("Money that turns out to be another's leaves a request that then expires") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A02", 70'000).request;
  const auto taken = desk.take(desk.notice("A02", 70'000, std::string{request.reference.text()}));
  const auto a02 = request.stall;
  REQUIRE(desk.ask(Allocate{MarketDesk::market(),
                            taken.seq,
                            {{a02, "", ledger::Dong{70'000}}},
                            "board",
                            "khách khác"})
              .has_value());
  desk.clock.advance(1h);
  CHECK(ended(desk) == std::vector{request.id});
}

TEST_CASE("Books from a snapshot know what was told and what is still to tell") {
  MarketDesk desk;
  desk.open_market();
  const auto told = desk.open_request("A01", 1'000).request.id;
  const auto untold = desk.open_request("A02", 2'000).request.id;
  desk.clock.advance(1h);
  REQUIRE(tell(desk, told).has_value());
  MarketDesk again;
  REQUIRE(again.rules.restore(desk.rules.state()));
  again.clock.set(desk.clock.now());
  CHECK(ended(again) == std::vector{untold});
  REQUIRE(tell(again, told).has_value());
  CHECK(again.log.empty());
}

TEST_CASE("A request that the book has forgotten expires no more") {
  MarketDesk desk;
  desk.open_market();
  const auto old = desk.open_request("A01", 1'000).request.id;
  desk.clock.advance(request_kept);
  const auto fresh = desk.open_request("A01", 2'000).request.id;
  CHECK(ended(desk).empty());
  CHECK(tell(desk, old).error().code == Errc::unknown_request);
  desk.clock.advance(1h);
  CHECK(ended(desk) == std::vector{fresh});
}

TEST_CASE("A look over several markets finds so many in all, and each in its own market") {
  MarketDesk desk;
  desk.open_market();
  const auto other = MarketId::parse("zz-cho-khac").value();
  desk.ask(OpenMarket{other, {"Chợ khác", "Hải Phòng", true}}).value();
  desk.ask(OpenZone{other, {"B", "Khu rau"}}).value();
  const auto b01 = StallId::parse("B01").value();
  desk.ask(OpenStall{other, b01, "B", "Sạp B01", "Rau", "Hộ KD B01", {"970436", "777"}, "HKD B01"})
      .value();
  const auto here = desk.open_request("A01", 1'000).request.id;
  const auto there = desk.ask(OpenRequest{other, b01, Dong{2'000}, "", 15min, {}})->request.id;
  desk.clock.advance(1h);
  CHECK(ended(desk, 1) == std::vector{here});
  CHECK(ended(desk, 2) == std::vector{here, there});
  CHECK(desk.ask(TellExpiry{other, here}).error().code == Errc::unknown_request);
  CHECK(desk.ask(TellExpiry{MarketId::parse("nowhere").value(), there}).error().code ==
        Errc::unknown_request);
  REQUIRE(tell(desk, here).has_value());
  const auto left = desk.ask(FindExpired{9}).value();
  REQUIRE(left.size() == 1);
  CHECK(left[0].market == other);
  CHECK(left[0].id == there);
}
