#include "gateway/outbound/standard_webhooks.hpp"

#include <catch2/catch.hpp>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::outbound;

namespace {

std::string field(const Destination::Headers& headers, std::string_view name) {
  for (const auto& [one, value] : headers) {
    if (one == name) return value;
  }
  return {};
}

}  // namespace

// The example of the Standard Webhooks specification.
TEST_CASE("The specification's example is signed as it says") {
  SigningKeys keys;
  keys.current = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value();
  const auto at = ledger::Instant{std::chrono::seconds{1614265330}};
  const auto headers =
      standard_headers(keys, "msg_p5jXN8AQM9LWM0D4loKWxJek", R"({"test": 2432232314})", at);
  CHECK(field(headers, "webhook-id") == "msg_p5jXN8AQM9LWM0D4loKWxJek");
  CHECK(field(headers, "webhook-timestamp") == "1614265330");
  CHECK(field(headers, "webhook-signature") == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("While a secret is being changed both sign") {
  SigningKeys keys;
  keys.current = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value();
  const auto alone =
      field(standard_headers(keys, "a", "{}", testing::market_morning()), "webhook-signature");
  keys.previous = signing_key("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").value();
  const auto both =
      field(standard_headers(keys, "a", "{}", testing::market_morning()), "webhook-signature");
  CHECK(both.starts_with(alone + " v1,"));
  CHECK(both.size() == 2 * alone.size() + 1);
}

TEST_CASE("A secret that is too short, or of another form, is none") {
  for (const auto* text : {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AAAA",
                           "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "whsec_!!!!"}) {
    INFO(text);
    CHECK_FALSE(signing_key(text).has_value());
  }
}
