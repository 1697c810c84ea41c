#include "merchant/published_event.hpp"

#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using merchant::event_matches;
using merchant::is_event_pattern;
using merchant::published_events;
using testing::MarketDesk;

TEST_CASE("A credit is told, and what became of its request, without payer and transfer text") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 85'000).request;
  auto notice = desk.notice("A01", 85'000, std::string{request.reference.text()} + " NGUYEN VAN A");
  notice.payer_name = "NGUYEN VAN A";
  desk.take(notice);
  const auto events = published_events(desk.log.back().entry);
  REQUIRE(events.size() == 2);
  CHECK(events[0].id == "evt_ha-long-1_7_1");
  CHECK(events[0].type == "credit.received");
  CHECK(events[1].id == "evt_ha-long-1_7_2");
  CHECK(events[1].json ==
        R"({"id":"evt_ha-long-1_7_2","type":"payment_request.paid",)"
        R"("timestamp":"2026-11-24T01:30:00.000Z","market":"ha-long-1","seq":7,"stall":"A01",)"
        R"("data":{"payment_request":")" +
            request.id + R"(","status":"paid","amount":85000,"credit":7}})");
  for (const auto& event : events) CHECK(event.json.find("NGUYEN") == std::string::npos);
}

TEST_CASE("Requests are told when they are opened and cancelled, a market's registry is not") {
  MarketDesk desk;
  desk.open_market();
  CHECK(published_events(desk.log.back().entry).empty());
  const auto request = desk.open_request("A01", 85'000).request;
  CHECK(published_events(desk.log.back().entry).at(0).type == "payment_request.opened");
  desk.ask(merchant::CancelRequest{desk.market(), request.id});
  CHECK(published_events(desk.log.back().entry).at(0).type == "payment_request.cancelled");
}

TEST_CASE("A credit that nobody explains belongs to no stall and no request") {
  MarketDesk desk;
  desk.open_market();
  desk.take(desk.notice("A02", 5'000, ""));
  const auto events = published_events(desk.log.back().entry);
  REQUIRE(events.size() == 1);
  CHECK(events[0].json.find(R"("stall":null)") != std::string::npos);
  CHECK(events[0].json.find(R"("payment_request":null)") != std::string::npos);
}

TEST_CASE("A pattern is a type, a family with a star, or everything") {
  CHECK(event_matches("*", "day.closed"));
  CHECK(event_matches("credit.*", "credit.received"));
  CHECK(event_matches("credit.received", "credit.received"));
  CHECK_FALSE(event_matches("credit", "credit.received"));
  CHECK_FALSE(event_matches("cred*", "credit.received"));
  CHECK_FALSE(event_matches("payment_request.paid", "payment_request.paid_twice"));
  for (const auto* good : {"*", "payment_request.*", "refund.paid", "payee.*", "day.*"}) {
    CHECK(is_event_pattern(good));
  }
  for (const auto* bad : {"", "credits.*", "credit.gone", ".", "**"}) {
    INFO(bad);
    CHECK_FALSE(is_event_pattern(bad));
  }
}
