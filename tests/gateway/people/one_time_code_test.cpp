#include "gateway/people/one_time_code.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::people;

namespace {

/// The secret of RFC 6238's examples: "12345678901234567890".
CodeSecret example_secret() {
  CodeSecret secret;
  std::ranges::copy(std::string_view{"12345678901234567890"}, secret.begin());
  return secret;
}

ledger::Instant at_second(std::int64_t seconds) {
  return ledger::Instant{std::chrono::seconds{seconds}};
}

}  // namespace

TEST_CASE("The codes are those of RFC 6238, appendix B, by their last six digits") {
  const std::pair<std::int64_t, const char*> examples[] = {{59, "287082"},
                                                           {1'111'111'109, "081804"},
                                                           {1'111'111'111, "050471"},
                                                           {1'234'567'890, "005924"},
                                                           {2'000'000'000, "279037"},
                                                           {20'000'000'000, "353130"}};
  for (const auto& [seconds, code] : examples) {
    CHECK(code_at(example_secret(), step_of(at_second(seconds))) == code);
  }
}

TEST_CASE("A code is good in its half minute and the one after, and never before") {
  const auto secret = example_secret();
  const auto now = at_second(1'234'567'890);
  const auto step = step_of(now);
  for (const std::int64_t off : {-2, -1, 0, 1, 2}) {
    const auto that = step + static_cast<std::uint64_t>(off);
    const auto found = step_of_code(secret, code_at(secret, that), now, 0);
    CHECK(found.has_value() == (off == -1 || off == 0));
    if (found) CHECK(*found == that);
  }
}

TEST_CASE("A code that was accepted opens nothing again, nor does an older one") {
  const auto secret = example_secret();
  const auto now = at_second(1'234'567'890);
  const auto step = step_of(now);
  CHECK_FALSE(step_of_code(secret, code_at(secret, step), now, step));
  CHECK_FALSE(step_of_code(secret, code_at(secret, step - 1), now, step));
  CHECK(step_of_code(secret, code_at(secret, step), now, step - 1) == step);
}

TEST_CASE("A code may be typed in two halves, and is nothing but six digits") {
  const auto secret = example_secret();
  const auto now = at_second(1'234'567'890);
  CHECK(step_of_code(secret, "005 924", now, 0));
  for (const auto* wrong : {"", "5924", "0059240", "00592a", "-05924", "005925"}) {
    CHECK_FALSE(step_of_code(secret, wrong, now, 0));
  }
}

TEST_CASE("A secret survives being written for an app, and nothing else is read as one") {
  testing::RepeatableRandom random;
  const auto secret = new_code_secret(random);
  CHECK(code_secret_from(to_base32(secret)) == secret);
  CHECK(to_base32(example_secret()) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  CHECK_FALSE(code_secret_from(""));
  CHECK_FALSE(code_secret_from("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ"));
  CHECK_FALSE(code_secret_from("gezdgnbvgy3tqojqgezdgnbvgy3tqojq"));
  CHECK_FALSE(code_secret_from("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"));
}

TEST_CASE("The address for the app has the market's name in a form that apps read") {
  CHECK(enrolment_address(example_secret(), "Chợ A", "Ban quản lý") ==
        "otpauth://totp/Ch%E1%BB%A3%20A:Ban%20qu%E1%BA%A3n%20l%C3%BD"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Ch%E1%BB%A3%20A");
}
