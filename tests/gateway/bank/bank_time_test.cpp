#include "gateway/bank/bank_time.hpp"

#include <catch2/catch.hpp>

#include "ledger/business_day.hpp"
#include "tests/gateway/bank/signing.hpp"

using namespace chopay;
using namespace chopay::bank;

namespace {

std::string shown(std::optional<ledger::Instant> instant) {
  return instant ? ledger::format_instant(*instant) : "none";
}

}  // namespace

TEST_CASE("A time without an offset is Vietnam's clock") {
  CHECK(shown(read_local_time("2026-11-24 06:50:55")) == "2026-11-23T23:50:55.000Z");
  CHECK(shown(read_local_time("2020-11-02")) == "2020-11-01T17:00:00.000Z");
  CHECK(shown(read_compact_time("20261124065055")) == "2026-11-23T23:50:55.000Z");
  CHECK(shown(read_compact_time_ms("20261124065055123")) == "2026-11-23T23:50:55.123Z");
  CHECK(shown(read_rfc3339_time("2026-11-24T06:50:55")) == "2026-11-23T23:50:55.000Z");
}

TEST_CASE("An offset is obeyed") {
  CHECK(shown(read_rfc3339_time("2026-11-24T06:50:55+07:00")) == "2026-11-23T23:50:55.000Z");
  CHECK(shown(read_rfc3339_time("2026-11-23T23:50:55Z")) == "2026-11-23T23:50:55.000Z");
  CHECK(shown(read_rfc3339_time("2026-11-23T20:20:55.1239-03:30")) == "2026-11-23T23:50:55.123Z");
}

TEST_CASE("A transfer after midnight in Vietnam is of the new day, though UTC is not") {
  const auto instant = read_local_time("2026-11-24 00:00:01");
  REQUIRE(instant);
  CHECK(to_string(ledger::business_day_of(*instant)) == "2026-11-24");
  CHECK(format_vietnam_time(*instant) == "2026-11-24T00:00:01+07:00");
}

TEST_CASE("Times that no calendar has are refused") {
  for (const char* text :
       {"2026-02-29 10:00:00", "2026-13-01 10:00:00", "2026-11-24 24:00:00", "2026-11-24 10:60:00",
        "2026-11-24T10:00:00", "2026-11-24 10:00", "26-11-24 10:00:00", "2026-11-24 10:00:00 ",
        "2026-11-2x", "", "1999-12-31 10:00:00", "2100-01-02 10:00:00", "2026/11/24 10:00:00"}) {
    INFO(text);
    CHECK_FALSE(read_local_time(text));
  }
  CHECK_FALSE(read_compact_time("20261124065055123"));
  CHECK_FALSE(read_compact_time_ms("20261124065055"));
  for (const char* text : {"2026112406505", "20261124065055x", "20261324065055", "99999999999999"})
    CHECK_FALSE(read_compact_time(text));
  for (const char* text : {"2026-11-24T06:50:55+7:00", "2026-11-24T06:50:55.+07:00",
                           "2026-11-24T06:50:55+07:60", "2026-11-24T06:50:55 +07:00"})
    CHECK_FALSE(read_rfc3339_time(text));
  for (const char* text : {"", "-1", "17954778670000", "1795477867.5", "0", "99999999999999999999"})
    CHECK_FALSE(read_unix_seconds(text));
  CHECK(shown(read_unix_milliseconds("1795477855000")) == "2026-11-23T23:50:55.000Z");
}

TEST_CASE("A signed time is fresh up to and including the tolerance, both ways") {
  const auto now = testing::at_unix(1000);
  using std::chrono::seconds;
  CHECK(is_fresh(testing::at_unix(700), seconds{300}, now));
  CHECK(is_fresh(testing::at_unix(1300), seconds{300}, now));
  CHECK_FALSE(is_fresh(testing::at_unix(699), seconds{300}, now));
  CHECK_FALSE(is_fresh(testing::at_unix(1301), seconds{300}, now));
  CHECK(is_fresh(testing::at_unix(0), std::nullopt, now));
}
