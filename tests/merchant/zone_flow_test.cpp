#include "merchant/zone_flow.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace chopay;
using namespace chopay::merchant;
using namespace std::chrono_literals;

namespace {

const auto morning = ledger::parse_instant("2026-11-24T01:30:00.000Z").value();

ledger::StallId stall(int number) {
  return ledger::StallId::parse("A" + std::to_string(number)).value();
}

/// Ten stalls in turn, `rounds` times, at one moment.
ZoneFlow ten_stalls(int rounds) {
  ZoneFlow flow;
  for (int i = 0; i < rounds; ++i) {
    for (int number = 0; number < 10; ++number) flow.take(stall(number), morning);
  }
  return flow;
}

void others(ZoneFlow& flow, int credits, ledger::Instant at) {
  for (int i = 0; i < credits; ++i) flow.take(stall(1 + i % 9), at);
}

/// Whether stall 0 is silent, an hour after its last credit.
bool silent(const ZoneFlow& flow, std::int64_t odds = 1'000) {
  for (const auto& one : flow.silent({odds, 30min}, morning + 1h)) {
    if (one.stall == stall(0)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("A tenth of the zone's credits is missed after 63 of others, not after fewer") {
  // Its habit is 20 of the 191 credits up to its last: (171/191)^62 = 1/952, (171/191)^63 =
  // 1/1,063.
  auto flow = ten_stalls(20);
  others(flow, 62 - 9, morning + 40min);  // nine came after its last already
  CHECK_FALSE(silent(flow));
  others(flow, 1, morning + 50min);
  CHECK(silent(flow));
  CHECK_FALSE(silent(flow, 1'000'000));
}

TEST_CASE("A silence shorter than its least is none, however busy the neighbours are") {
  auto flow = ten_stalls(20);
  others(flow, 500, morning + 5min);
  CHECK(flow.silent({1'000, 30min}, morning + 29min).empty());
  CHECK_FALSE(flow.silent({1'000, 30min}, morning + 30min).empty());
}

TEST_CASE("A silent zone has no silent stall: a night is no alarm") {
  const auto flow = ten_stalls(20);
  CHECK(flow.silent({1'000, 30min}, morning + 12h).empty());
}

TEST_CASE("A stall without a habit is not missed") {
  auto flow = ten_stalls(static_cast<int>(ZoneFlow::habit_min) - 1);
  others(flow, 300, morning + 40min);
  CHECK_FALSE(silent(flow));
}

TEST_CASE("Odds of 0 tell of nobody") {
  auto flow = ten_stalls(20);
  others(flow, 500, morning + 40min);
  CHECK(silent(flow));
  CHECK_FALSE(silent(flow, 0));
}

TEST_CASE("What a zone remembers is bounded, and a stall that left is forgotten") {
  auto flow = ten_stalls(20);
  others(flow, static_cast<int>(ZoneFlow::kept_max), morning + 40min);
  CHECK_FALSE(silent(flow));
}
