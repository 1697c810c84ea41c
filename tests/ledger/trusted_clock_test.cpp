#include "ledger/trusted_clock.hpp"

#include <catch2/catch.hpp>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

/// A machine whose clocks are moved by hand, and a server that may say what its clock shows.
struct Machine {
  ManualClock wall{market_morning()};
  milliseconds up{1h};
  std::shared_ptr<LeadTerms> terms = std::make_shared<LeadTerms>();
  TrustedClock clock{wall, terms, [this] { return up; }};
  Instant right = market_morning();

  void pass(milliseconds time) {
    up += time;
    wall.advance(time);
    right += time;
  }
  void server_is_ahead(milliseconds by) { terms->server_said(right + by, up); }
};

}  // namespace

TEST_CASE("A clock that goes on, or is corrected a little, is followed at once") {
  Machine machine;
  CHECK(machine.clock.now() == machine.right);
  machine.pass(1h);
  CHECK(machine.clock.now() == machine.right);
  for (int step = 0; step < 10; ++step) {  // more than a leap in all
    machine.wall.advance(-4s);
    CHECK(machine.clock.now() == machine.wall.now());
  }
  CHECK_FALSE(machine.clock.has_leapt());
}

TEST_CASE("A leap that is taken back soon leaves no trace, and the time goes on meanwhile") {
  Machine machine;
  const auto leap = GENERATE(milliseconds{10min}, milliseconds{-10min});
  machine.wall.advance(leap);
  CHECK(machine.clock.now() == machine.right);
  CHECK(machine.clock.has_leapt());
  machine.pass(TrustedClock::hold - 1s);
  CHECK(machine.clock.now() == machine.right);
  machine.wall.advance(-leap);
  CHECK(machine.clock.now() == machine.right);
  CHECK_FALSE(machine.clock.has_leapt());
  machine.pass(1h);
  machine.wall.advance(leap);  // it is a new one
  CHECK(machine.clock.now() == machine.right);
}

TEST_CASE("On one machine a leap that stays is followed after a while, each leap for itself") {
  Machine machine;
  machine.wall.advance(10min);
  CHECK(machine.clock.now() == machine.right);
  machine.pass(TrustedClock::hold - 1s);
  machine.wall.advance(10min);
  CHECK(machine.clock.now() == machine.right);
  machine.pass(TrustedClock::hold - 1s);
  CHECK(machine.clock.now() == machine.right);
  machine.pass(1s);
  CHECK(machine.clock.now() == machine.right + 20min);
  CHECK_FALSE(machine.clock.has_leapt());
}

TEST_CASE(
    "A leap that the server's clock confirms is followed at once, one that it refutes never") {
  Machine machine;
  SECTION("confirmed") {
    machine.server_is_ahead(10min + 2s);
    CHECK(machine.clock.is_apart());
    machine.wall.advance(10min);
    CHECK(machine.clock.now() == machine.right + 10min);
    CHECK_FALSE(machine.clock.has_leapt());
    CHECK_FALSE(machine.clock.is_apart());
  }
  SECTION("refuted") {
    machine.server_is_ahead(-2s);
    machine.wall.advance(10min);
    CHECK(machine.clock.now() == machine.right);
    machine.pass(1h);
    CHECK(machine.clock.now() == machine.right);
    CHECK(machine.clock.has_leapt());
    CHECK_FALSE(machine.clock.is_apart());  // what it shows is right
  }
}

TEST_CASE("A server whose own clock is wrong stops nobody's") {
  Machine machine;
  machine.server_is_ahead(-20min);
  CHECK(machine.clock.now() == machine.right);
  CHECK(machine.clock.is_apart());
  machine.wall.advance(10min);
  CHECK(machine.clock.now() == machine.right);
  machine.pass(TrustedClock::hold);
  CHECK(machine.clock.now() == machine.right + 10min);
  machine.server_is_ahead(10min);  // another server, or it was set right
  CHECK_FALSE(machine.clock.is_apart());
}

TEST_CASE("The machine's running time goes on by itself") {
  CHECK(since_boot() > 0ms);
  CHECK(since_boot() >= since_boot() - 1s);
}
