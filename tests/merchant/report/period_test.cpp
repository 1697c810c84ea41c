#include "merchant/report/period.hpp"

#include <catch2/catch.hpp>

using namespace chopay::merchant::report;

TEST_CASE("A day, a month and days from one to another are read and named") {
  struct Case {
    const char* text;
    const char* from;
    const char* to;
    const char* name;
  };
  for (const auto& [text, from, to, name] :
       {Case{"2026-11-24", "2026-11-24", "2026-11-24", "Ngày 24/11/2026"},
        Case{"2026-11", "2026-11-01", "2026-11-30", "Tháng 11/2026"},
        Case{"2028-02", "2028-02-01", "2028-02-29", "Tháng 02/2028"},
        Case{"2026-11-01..2026-11-15", "2026-11-01", "2026-11-15", "Từ 01/11/2026 đến 15/11/2026"},
        Case{"2028-01-01..2028-12-31", "2028-01-01", "2028-12-31",
             "Từ 01/01/2028 đến 31/12/2028"}}) {
    const auto period = parse_period(text).value();
    CHECK(to_string(period.from) == from);
    CHECK(to_string(period.to) == to);
    CHECK(to_string(period) == text);
    CHECK(format_period(period) == name);
  }
}

TEST_CASE("A period that the calendar does not have, or that is too long, is refused") {
  for (const auto* text :
       {"", "2026", "2026-13", "2026-00", "2026-11-31", "24/11/2026", "2026-11-15..2026-11-01",
        "2026-11-01..", "..2026-11-01", "2026-11-01...2026-11-02", "2026-11-01..2027-11-02",
        "2026-11-01..2026-11-02..2026-11-03", "2026-1 "}) {
    INFO(text);
    CHECK(parse_period(text).has_error());
  }
}

TEST_CASE("The period before, and that of a year before") {
  const auto before = [](const char* text) {
    return to_string(period_before(parse_period(text).value()).value());
  };
  const auto year = [](const char* text) {
    return to_string(year_before(parse_period(text).value()).value());
  };
  CHECK(before("2026-11") == "2026-10");
  CHECK(before("2026-01") == "2025-12");
  CHECK(before("2026-11-01") == "2026-10-31");
  CHECK(before("2026-11-11..2026-11-20") == "2026-11-01..2026-11-10");
  CHECK(year("2028-02") == "2027-02");
  CHECK(year("2028-02-29") == "2027-02-28");
  CHECK(period_before(parse_period("0000-01").value()).has_error());
}
