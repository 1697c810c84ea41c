#include "merchant/alarm.hpp"

#include <catch2/catch.hpp>

#include "merchant/published_event.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;
using testing::MarketDesk;

namespace {

/// The codes of the alarms of the newest entry.
std::vector<AlarmCode> newest_alarms(const MarketDesk& desk) {
  std::vector<AlarmCode> codes;
  for (const auto& alarm : alarms_of(desk.log.back().entry)) codes.push_back(alarm.code);
  return codes;
}

using Codes = std::vector<AlarmCode>;

BankNotice from(BankNotice notice, const std::string& payer) {
  notice.payer_account = payer;
  return notice;
}

Alarm silence(const std::string& stall, Instant since) {
  Alarm alarm;
  alarm.code = AlarmCode::silent_stall;
  alarm.stall = StallId::parse(stall).value();
  alarm.since = since;
  alarm.missed = 140;
  return alarm;
}

}  // namespace

TEST_CASE("A credit under 1,000 dong alarms, one of 1,000 does not") {
  MarketDesk desk;
  desk.open_market();
  desk.take(desk.notice("A01", 999, "tien hang"));
  CHECK(newest_alarms(desk) == Codes{AlarmCode::tiny_amount});
  desk.take(desk.notice("A01", 1'000, "tien hang"));
  CHECK(newest_alarms(desk).empty());
}

TEST_CASE("Money that is not what its request asked for alarms, exact money does not") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 85'000).request;
  const std::string code{request.reference.text()};
  desk.take(desk.notice("A01", 80'000, code));
  CHECK(newest_alarms(desk) == Codes{AlarmCode::amount_differs});
  const auto exact = desk.open_request("A01", 20'000).request;
  desk.take(desk.notice("A01", 20'000, std::string{exact.reference.text()}));
  CHECK(newest_alarms(desk).empty());
}

TEST_CASE(
    "The same payer with the same sum within a minute alarms; later, other sums and others do "
    "not") {
  MarketDesk desk;
  desk.open_market();
  auto first = from(desk.notice("A01", 50'000, "a"), "0071000999999");
  first.occurred_at = desk.clock.now() - 10min;
  desk.take(first);
  CHECK(newest_alarms(desk).empty());
  auto again = from(desk.notice("A01", 50'000, "b"), "0071000999999");
  again.occurred_at = first.occurred_at + 60s;
  desk.take(again);
  CHECK(newest_alarms(desk) == Codes{AlarmCode::same_payer});
  auto other_sum = from(desk.notice("A01", 51'000, "c"), "0071000999999");
  desk.take(other_sum);
  CHECK(newest_alarms(desk).empty());
  desk.take(from(desk.notice("A01", 50'000, "d"), "0071000888888"));
  CHECK(newest_alarms(desk).empty());
  auto later = from(desk.notice("A01", 50'000, "e"), "0071000999999");
  later.occurred_at = again.occurred_at + 61s;
  desk.take(later);
  CHECK(newest_alarms(desk).empty());
}

TEST_CASE(
    "A credit that the ledger could not take is no first payment when the bank tells it again") {
  MarketDesk desk;
  desk.open_market();
  const auto notice = from(desk.notice("A01", 50'000, "a"), "0071000999999");
  desk.refuse(notice);
  desk.take(notice);
  CHECK(newest_alarms(desk).empty());
}

TEST_CASE("Nobody is taken for the same payer where the bank names none") {
  MarketDesk desk;
  desk.open_market();
  desk.take(desk.notice("A01", 50'000, "a"));
  desk.take(desk.notice("A01", 50'000, "b"));
  CHECK(newest_alarms(desk).empty());
}

TEST_CASE("A bank's clock more than two minutes ahead of ours alarms") {
  MarketDesk desk;
  desk.open_market();
  auto notice = desk.notice("A01", 50'000, "a");
  notice.occurred_at = desk.clock.now() + 2min;
  desk.take(notice);
  CHECK(newest_alarms(desk).empty());
  auto ahead = desk.notice("A01", 50'000, "b");
  ahead.occurred_at = desk.clock.now() + 2min + 1s;
  desk.take(ahead);
  CHECK(newest_alarms(desk) == Codes{AlarmCode::clock_skew});
}

TEST_CASE("A transfer told with another amount alarms") {
  MarketDesk desk;
  desk.open_market();
  auto notice = desk.notice("A01", 50'000, "a");
  desk.take(notice);
  notice.amount = Dong{500'000};
  desk.take(notice);
  CHECK(newest_alarms(desk) == Codes{AlarmCode::contradiction});
}

TEST_CASE("An alarm is an event that names its code, and neither payer nor amount") {
  MarketDesk desk;
  desk.open_market();
  desk.take(from(desk.notice("A01", 999, "tien hang"), "0071000999999"));
  const auto events = published_events(desk.log.back().entry);
  REQUIRE(events.size() == 2);
  CHECK(events[1].type == "alarm.raised");
  CHECK(events[1].json.find(R"("code":"tiny_amount")") != std::string::npos);
  CHECK(events[1].json.find("0071000999999") == std::string::npos);
  CHECK(is_event_pattern("alarm.*"));
}

TEST_CASE("A silence is told once, and a new one after it again") {
  MarketDesk desk;
  desk.open_market();
  const auto since = desk.clock.now() - 1h;
  const auto before = desk.log.size();
  REQUIRE(desk.ask(RaiseAlarm{MarketDesk::market(), silence("A01", since)}).has_value());
  REQUIRE(desk.ask(RaiseAlarm{MarketDesk::market(), silence("A01", since)}).has_value());
  CHECK(desk.log.size() == before + 1);
  REQUIRE(desk.ask(RaiseAlarm{MarketDesk::market(), silence("A01", since + 1min)}).has_value());
  CHECK(desk.log.size() == before + 2);
  const auto shown = desk.ask(ShowAlarms{MarketDesk::market()}).value().newest;
  REQUIRE(shown.size() == 2);
  CHECK(shown[0].since == since);
  CHECK(shown[0].missed == 140);
  CHECK(shown[0].seq == desk.log[before].entry.seq);
}

TEST_CASE("No alarm is written for a stall or a market that is not there") {
  MarketDesk desk;
  desk.open_market();
  const auto since = desk.clock.now() - 1h;
  const auto before = desk.log.size();
  CHECK(desk.ask(RaiseAlarm{MarketDesk::market(), silence("Z99", since)}).error().code ==
        Errc::unknown_stall);
  CHECK(desk.ask(ShowAlarms{MarketId::parse("no-market").value()}).error().code ==
        Errc::unknown_market);
  CHECK(desk.log.size() == before);
}

namespace {

/// A market in which A01 has its third of the zone's credits, and then none of twenty.
void fall_silent(MarketDesk& desk) {
  desk.open_market();
  const auto pay = [&](const std::string& stall) {
    const auto request = desk.open_request(stall, 20'000).request;
    desk.take(desk.notice(stall, 20'000, std::string{request.reference.text()}));
  };
  for (int i = 0; i < 12; ++i) {
    for (const char* stall : {"A01", "A02", "A03"}) pay(stall);
  }
  for (int i = 0; i < 20; ++i) {
    desk.clock.advance(2min);
    pay(i % 2 == 0 ? "A02" : "A03");
  }
}

}  // namespace

TEST_CASE("A stall whose neighbours are paid while it is not is found, until it is told of") {
  MarketDesk desk;
  fall_silent(desk);
  const SilenceRule rule{1'000, 30min};
  const auto found = desk.ask(FindSilentStalls{MarketDesk::market(), rule}).value();
  REQUIRE(found.size() == 1);
  CHECK(found[0].stall.text() == "A01");
  CHECK(found[0].missed == 22);  // two of them in its own last round
  auto told = silence("A01", found[0].since);
  REQUIRE(desk.ask(RaiseAlarm{MarketDesk::market(), told}).has_value());
  CHECK(desk.ask(FindSilentStalls{MarketDesk::market(), rule})->empty());
}

TEST_CASE("A stall that has moved to another zone is not missed in its old one") {
  MarketDesk desk;
  fall_silent(desk);
  REQUIRE(desk.ask(OpenZone{MarketDesk::market(), {"B", "Khu B"}}).has_value());
  CorrectStall moved{MarketDesk::market(), StallId::parse("A01").value(), {}, {}, "board"};
  moved.correction.zone = "B";
  REQUIRE(desk.ask(moved).has_value());
  CHECK(desk.ask(FindSilentStalls{MarketDesk::market(), {1'000, 30min}})->empty());
}
