#include "gateway/api/source_lag.hpp"

#include <catch2/catch.hpp>

using namespace chopay;
using namespace chopay::api;
using namespace std::chrono_literals;

namespace {

/// 2026-11-24 00:00 in Vietnam.
constexpr ledger::Instant midnight = std::chrono::sys_days{std::chrono::November / 23 / 2026} + 17h;

}  // namespace

TEST_CASE(
    "A source's lag runs from the bank's own time, and a bank whose clock is ahead has none") {
  CHECK(source_lag(midnight + 1s, midnight + 91s) == 90s);
  CHECK(source_lag(midnight - 1s, midnight + 1s) == 2s);
  CHECK(source_lag(midnight + 10s, midnight + 7s) == 0s);
}

TEST_CASE("A bank that tells the day alone is not taken for one that is hours late") {
  CHECK_FALSE(source_lag(midnight, midnight + 8h));
  CHECK_FALSE(source_lag(midnight + 24h, midnight + 32h));
}
