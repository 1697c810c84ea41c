#include "gateway/app/day_closer.hpp"

#include <catch2/catch.hpp>

using namespace chopay;

namespace {

ledger::BusinessDay day(std::string_view text) {
  return ledger::parse_business_day(text).value();
}

ledger::BusinessDay due(std::string_view instant, int hour) {
  return app::day_due(ledger::parse_instant(instant).value(), hour);
}

}  // namespace

TEST_CASE("A day is due from its hour on, by Vietnam's clock, and not a moment earlier") {
  CHECK(due("2026-11-24T20:59:59.999Z", 4) == day("2026-11-23"));  // 03:59 on the 25th
  CHECK(due("2026-11-24T21:00:00.000Z", 4) == day("2026-11-24"));  // 04:00
  CHECK(due("2026-11-24T16:59:59.999Z", 0) == day("2026-11-23"));  // 23:59 on the 24th
  CHECK(due("2026-11-24T17:00:00.000Z", 0) == day("2026-11-24"));  // midnight
  CHECK(due("2026-12-31T16:00:00.000Z", 23) == day("2026-12-30"));
  CHECK(due("2026-12-31T15:59:59.999Z", 23) == day("2026-12-29"));
}
