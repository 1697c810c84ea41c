#include "merchant/event.hpp"

#include <catch2/catch.hpp>

#include "tests/support/market_fixture.hpp"

using namespace chopay;
using testing::MarketDesk;

TEST_CASE("A credit is told with its verdict, its request and both times, without the payer") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 85'000).request;
  auto notice = desk.notice("A01", 85'000, std::string{request.reference.text()} + " NGUYEN VAN A");
  notice.payer_name = "NGUYEN VAN A";
  desk.take(notice);
  const auto event = merchant::event_of(desk.log.back().entry).value();
  CHECK(event.type == "credit");
  CHECK(event.request == request.id);
  CHECK(event.id() == "ha-long-1:7");
  CHECK(
      event.data ==
      R"({"seq":7,"stall":"A01","amount":85000,"verdict":"paid","reason":"code","request":")" +
          request.id + R"(","request_status":"paid","reference":")" +
          std::string{request.reference.text()} +
          R"(","occurred_at":"2026-11-24T01:30:00.000Z","recorded_at":"2026-11-24T01:30:00.000Z"})");
}

TEST_CASE("A credit that no request explains says null, not an empty text") {
  MarketDesk desk;
  desk.open_market();
  desk.take(desk.notice("A02", 5'000, ""));
  const auto event = merchant::event_of(desk.log.back().entry).value();
  CHECK(event.stall.empty());
  CHECK(event.data.find(R"("stall":null,"amount":5000,"verdict":"unmatched")") !=
        std::string::npos);
  CHECK(event.data.find(R"("request":null,"request_status":null,"reference":null)") !=
        std::string::npos);
}

TEST_CASE("A screen hears that a request expired as it hears of its other states") {
  MarketDesk desk;
  desk.open_market();
  const auto request = desk.open_request("A01", 85'000).request;
  desk.clock.set(request.expires_at);
  desk.ask(merchant::TellExpiry{MarketDesk::market(), request.id}).value();
  const auto event = merchant::event_of(desk.log.back().entry).value();
  CHECK(event.type == "request");
  CHECK(event.data ==
        R"({"seq":7,"stall":"A01","request":")" + request.id + R"(","status":"expired"})");
}

TEST_CASE("Opening a stall is no event for a screen") {
  MarketDesk desk;
  desk.open_market();
  CHECK_FALSE(merchant::event_of(desk.log.back().entry).has_value());
}
