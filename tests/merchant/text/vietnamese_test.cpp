#include "merchant/vietnamese.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace chopay::merchant;
using namespace chopay::ledger;
using namespace std::chrono_literals;

namespace {

BusinessDay day(const char* text) {
  return parse_business_day(text).value();
}
Instant instant(const char* text) {
  return parse_instant(text).value();
}

}  // namespace

TEST_CASE("Money has points between thousands and a hard space before its sign") {
  CHECK(format_amount(Dong{1'250'000}) == "1.250.000\xC2\xA0₫");
  CHECK(format_amount(Dong{-1'250'000}) == "-1.250.000\xC2\xA0₫");
  CHECK(format_amount(Dong{0}) == "0\xC2\xA0₫");
  CHECK(format_amount(Dong{999}) == "999\xC2\xA0₫");
  CHECK(format_amount(Dong{1000}) == "1.000\xC2\xA0₫");
  CHECK(format_number(-123'456) == "-123.456");
  CHECK(format_number(std::numeric_limits<std::int64_t>::min()) == "-9.223.372.036.854.775.808");
}

TEST_CASE("A share has one decimal behind a comma, and none of nothing is a dash") {
  CHECK(format_percent(835, 1000) == "83,5%");
  CHECK(format_percent(1, 3) == "33,3%");
  CHECK(format_percent(2, 3) == "66,7%");
  CHECK(format_percent(1, 2000) == "0,1%");  // 0.05 rounds away from zero
  CHECK(format_percent(7, 7) == "100,0%");
  CHECK(format_percent(-1, 8) == "-12,5%");
  CHECK(format_percent(-1, 100'000) == "0,0%");
  CHECK(format_percent(0, 0) == "–");
}

TEST_CASE("Days are written day first with a full year") {
  CHECK(format_day(day("2026-11-24")) == "24/11/2026");
  CHECK(format_day(day("2026-03-05")) == "05/03/2026");
  CHECK(format_long_day(day("2026-11-24")) == "ngày 24 tháng 11 năm 2026");
}

TEST_CASE("In a long day only days below 10 and the months 1 and 2 get a zero") {
  CHECK(format_long_day(day("2027-01-05")) == "ngày 05 tháng 01 năm 2027");
  CHECK(format_long_day(day("2027-02-28")) == "ngày 28 tháng 02 năm 2027");
  CHECK(format_long_day(day("2027-03-09")) == "ngày 09 tháng 3 năm 2027");
}

TEST_CASE("Months and quarters are named by the day they hold") {
  CHECK(format_month(day("2026-11-30")) == "Tháng 11/2026");
  CHECK(format_month(day("2026-03-01")) == "Tháng 03/2026");
  CHECK(format_quarter(day("2026-12-31")) == "Quý IV/2026");
  CHECK(format_quarter(day("2026-01-01")) == "Quý I/2026");
  CHECK(format_quarter(day("2026-06-30")) == "Quý II/2026");
  CHECK(format_quarter(day("2026-07-01")) == "Quý III/2026");
}

TEST_CASE("The clock is Vietnam's, also over midnight") {
  CHECK(format_clock(instant("2026-11-24T07:05:09.999Z")) == "14:05");
  CHECK(format_clock(instant("2026-11-24T16:59:59.999Z")) == "23:59");
  CHECK(format_clock(instant("2026-11-24T17:00:00.000Z")) == "00:00");
  CHECK(format_moment(instant("2026-11-24T07:05:09.999Z")) == "24/11/2026 14:05:09");
  CHECK(format_moment(instant("2026-12-31T17:00:00.000Z")) == "01/01/2027 00:00:00");
  CHECK(format_clock(Instant{-1ms}) == "06:59");  // before 1970
}
