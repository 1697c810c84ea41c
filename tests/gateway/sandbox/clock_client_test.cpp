#include "gateway/sandbox/clock_client.hpp"

#include <catch2/catch.hpp>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay::sandbox;

TEST_CASE("The sandbox's clock is asked with the key, and says what time it is then") {
  WebRequest asked;
  const auto later = chopay::testing::market_morning();
  const Web web = [&](const WebRequest& request) -> Result<WebAnswer> {
    asked = request;
    return WebAnswer{
        200, R"({"now":")" + chopay::ledger::format_instant(later) + R"(","ahead_s":1200})", {}};
  };
  CHECK(set_forward(web, "http://h:1/", "ck_1", std::chrono::minutes{20}).value() == later);
  CHECK(asked.method == "POST");
  CHECK(asked.url == "http://h:1/sandbox/clock");
  CHECK(asked.headers == HeaderFields{{"Authorization", "Bearer ck_1"}});
  CHECK(asked.body == R"({"advance_s":1200})");
}

TEST_CASE("A gateway without such a clock, a refusal and another answer set nothing") {
  for (const auto& answer : {WebAnswer{404, R"({"code":"not_found"})", {}}, WebAnswer{401, "", {}},
                             WebAnswer{403, R"({"now":"2026-11-24T01:30:00Z"})", {}},
                             WebAnswer{200, "[]", {}}, WebAnswer{200, R"({"now":"soon"})", {}}}) {
    INFO(answer.status << ' ' << answer.body);
    const Web web = [&](const WebRequest&) -> Result<WebAnswer> { return answer; };
    CHECK(set_forward(web, "http://h", "ck_1", std::chrono::seconds{1}).error().code ==
          Errc::answer_refused);
  }
  const Web silent = [](const WebRequest&) -> Result<WebAnswer> { return Error{Errc::no_answer}; };
  CHECK(set_forward(silent, "http://h", "ck_1", std::chrono::seconds{1}).error().code ==
        Errc::no_answer);
}
