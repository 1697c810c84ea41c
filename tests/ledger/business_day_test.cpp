#include "ledger/business_day.hpp"

#include <catch2/catch.hpp>

using namespace chopay::ledger;
using namespace std::chrono_literals;

TEST_CASE("The business day turns at midnight in Vietnam, 17:00 UTC") {
  const auto before = parse_instant("2026-11-24T16:59:59.999Z").value();
  CHECK(to_string(business_day_of(before)) == "2026-11-24");
  CHECK(to_string(business_day_of(before + 1ms)) == "2026-11-25");
}

TEST_CASE("Days that the calendar does not have are refused") {
  CHECK(parse_business_day("2028-02-29").has_value());
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "24/11/2026",
                           "2026-11-24 ", "", "２026-11-24", "2026-11-2x", "2026-1x-24",
                           "20x6-11-24", "2026-11-/4", "20/6-11-24", "2026-1/-24"}) {
    INFO(text);
    CHECK(parse_business_day(text).has_error());
  }
}

TEST_CASE("An instant survives the way into text and back") {
  const auto instant = parse_instant("2026-11-24T07:05:09.123Z").value();
  CHECK(format_instant(instant) == "2026-11-24T07:05:09.123Z");
  for (const char* text :
       {"2026-11-24T07:05:09Z", "2026-11-24T24:05:09.123Z", "2026-11-24 07:05:09.123Z",
        "2026-02-30T07:05:09.123Z", "", "2026-11-24T07:60:09.123Z", "2026-11-24T07:05:60.123Z"}) {
    INFO(text);
    CHECK(parse_instant(text).has_error());
  }
}
