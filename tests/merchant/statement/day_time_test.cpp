#include "merchant/statement/day_time.hpp"

#include <catch2/catch.hpp>

using namespace chopay::merchant::statement;
using chopay::ledger::format_instant;
using chopay::ledger::to_string;

TEST_CASE("Days are read the day first, unless the year is") {
  for (const char* text : {"24/11/2026", "24-11-2026", "24.11.2026", "2026-11-24", "2026/11/24",
                           " 24/11/2026 ", "24/11/2026 00:00:00"}) {
    INFO(text);
    const auto read = read_day_time(text);
    REQUIRE(read);
    CHECK(to_string(read->day) == "2026-11-24");
    CHECK_FALSE(read->at);
  }
  CHECK(to_string(read_day_time("1/2/2026")->day) == "2026-02-01");
}

TEST_CASE("A time of day is by Vietnam's clock") {
  for (const char* text : {"24/11/2026 06:05", "24-11-2026 06:05:00", "2026-11-24T06:05:00"}) {
    INFO(text);
    const auto read = read_day_time(text);
    REQUIRE(read);
    REQUIRE(read->at);
    CHECK(format_instant(*read->at) == "2026-11-23T23:05:00.000Z");
    CHECK(to_string(read->day) == "2026-11-24");
  }
  CHECK(format_instant(*read_iso_time("2026-11-24T06:50:55.5+07:00")->at) ==
        "2026-11-23T23:50:55.500Z");
  const auto night = read_iso_time("2026-11-23T18:30:00Z");
  CHECK(to_string(night->day) == "2026-11-24");
}

TEST_CASE("What is no day of this century is none") {
  for (const char* text :
       {"", "31/02/2026", "24/13/2026", "24/11/26", "24/11-2026", "24112026", "24/11/1999",
        "24/11/2100", "24/11/2026 24:00", "24/11/2026x", "45980", "24/11/2026 14:05 x"}) {
    INFO(text);
    CHECK_FALSE(read_day_time(text));
  }
  for (const char* text : {"2026-11-24T06:05:00+7", "2026-11-24T06:05:00+07:00x", "24/11/2026"}) {
    INFO(text);
    CHECK_FALSE(read_iso_time(text));
  }
}

TEST_CASE("The number of a day in a workbook is that day") {
  CHECK(to_string(read_serial_day("46350")->day) == "2026-11-24");
  const auto afternoon = read_serial_day("46350.5868055556");
  REQUIRE(afternoon->at);
  CHECK(format_instant(*afternoon->at) == "2026-11-24T07:05:00.000Z");
  CHECK_FALSE(read_serial_day("20261124"));
  CHECK_FALSE(read_serial_day("x"));
  CHECK_FALSE(read_serial_day("nan"));
}

TEST_CASE("A day is taken off the front of a cell that has more in it") {
  std::string_view text = "24/11/2026\n5213.45946";
  CHECK(to_string(take_day_time(text)->day) == "2026-11-24");
  CHECK(text == "5213.45946");
  text = "24/11/20265213";
  CHECK_FALSE(take_day_time(text));
}
