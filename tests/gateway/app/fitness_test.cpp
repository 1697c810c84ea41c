#include "gateway/app/fitness.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "ledger/memory_store.hpp"
#include "ledger/newest_instant.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay;
using app::LeadTrial;
using app::StandingRefusal;
using ledger::Fitness;
using ledger::Refusal;

namespace {

using Time = std::chrono::steady_clock::time_point;
using std::chrono::seconds;

/// A ledger with one entry, and a gateway that stands by.
struct Standby {
  testing::TemporaryDirectory folder;
  ledger::MemoryStore store;
  testing::ManualClock clock{testing::market_morning()};
  const std::string guard = folder.path() + "/head";
  LeadTrial trial{folder.path(), guard, true};
  Time now{};

  Standby() {
    testing::LogWriter{store}.add(
        std::vector{testing::credit_draft("ha-long-1", "A12", "FT1", 85'000)});
    clock.set(ledger::newest_instant(store.own_reader()));
  }
  Fitness look(bool is_offered) { return trial.look(store.own_reader(), clock, is_offered, now); }
};

}  // namespace

TEST_CASE("A refusal that stands makes a gateway unfit, one that passes does not") {
  StandingRefusal refusal;
  Time now{};
  CHECK(refusal.fitness(now) == Fitness::fit);
  refusal.changed(Refusal::clock_behind, now);
  CHECK(refusal.fitness(now) == Fitness::fit);
  now += StandingRefusal::stands_after;
  CHECK(refusal.fitness(now) == Fitness::unfit);
  refusal.changed(Refusal::guard_damaged, now);
  CHECK(refusal.fitness(now) == Fitness::unfit);
  refusal.changed(std::nullopt, now);
  CHECK(refusal.fitness(now) == Fitness::fit);
  refusal.changed(Refusal::clock_behind, now);
  CHECK(refusal.fitness(now) == Fitness::fit);
}

TEST_CASE("What is wrong with the ledger itself is no reason to leave it to another gateway") {
  CHECK(app::fitness_for(Refusal::rolled_back) == Fitness::doubtful);
  CHECK(app::fitness_for(Refusal::forked) == Fitness::doubtful);
  CHECK(app::fitness_for(Refusal::key_lost) == Fitness::unfit);
  CHECK(app::fitness_for(std::nullopt) == Fitness::fit);
}

TEST_CASE("A gateway that stands by is fit unless its clock or its head guard says otherwise") {
  Standby standby;
  CHECK(standby.look(false) == Fitness::fit);
  CHECK_FALSE(std::filesystem::exists(standby.guard));
  SECTION("it looks again where the lead is offered, and not at every look") {
    standby.clock.advance(-std::chrono::hours{1});
    standby.now += LeadTrial::try_every;
    CHECK(standby.look(false) == Fitness::fit);
    CHECK(standby.look(true) == Fitness::unfit);
    CHECK(standby.trial.why_not().starts_with("the machine's clock"));
    standby.clock.advance(std::chrono::hours{1});
    CHECK(standby.look(true) == Fitness::unfit);
    standby.now += LeadTrial::try_every;
    CHECK(standby.look(false) == Fitness::fit);
    CHECK(standby.trial.why_not().empty());
  }
  SECTION("a head guard that is damaged") {
    std::ofstream{standby.guard} << "nothing that it ever wrote\n";
    standby.now += LeadTrial::try_every;
    CHECK(standby.look(true) == Fitness::unfit);
  }
  SECTION("a head guard that cannot be read") {
    std::filesystem::create_directory(standby.guard);
    standby.now += LeadTrial::try_every;
    CHECK(standby.look(true) == Fitness::unfit);
  }
}
