#include "ledger/appender.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>

#include "ledger/error.hpp"
#include "ledger/replay.hpp"
#include "ledger/sqlite_store.hpp"
#include "ledger/verify.hpp"
#include "tests/ledger/lane_doubles.hpp"
#include "tests/support/passing_store.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

struct Lane {
  explicit Lane(const std::string& directory, LaneLimits limits = {}, CheckpointPages pages = {})
      : store(directory, pages), appender(store, rules, clock, reports, limits) {}
  Appender::Submitted submit(const Draft& draft) {
    std::unique_ptr<Command> command = std::make_unique<Payment>(draft);
    return appender.submit(command);
  }
  SqliteStore store;
  FirstWins rules;
  ManualClock clock{market_morning()};
  Reports reports;
  Appender appender;
};

}  // namespace

TEST_CASE(
    "Of fifty who decide by a row of the vault, in one batch or in several, one is the first") {
  TemporaryDirectory directory;
  SqliteStore store{directory.path()};
  FirstClaims rules;
  ManualClock clock{market_morning()};
  Reports reports;
  Appender appender{store, rules, clock, reports};
  const auto claim = [&] {
    std::unique_ptr<Command> command =
        std::make_unique<Payment>(credit_draft("ha-long-1", "A1", "complaint", 1));
    appender.submit(command);
  };
  std::vector<std::thread> people;
  for (int i = 0; i < 50; ++i) people.emplace_back(claim);
  for (auto& person : people) person.join();
  reports.wait_for_answers(50);
  claim();  // of a later batch than the first one's
  const auto answers = reports.wait_for_answers(51);
  CHECK(std::count_if(answers.begin(), answers.end(),
                      [](const Payment& one) { return !one.duplicate; }) == 1);
  CHECK(answers.back().duplicate);
}

TEST_CASE("The same notice from fifty threads becomes one entry and one answer for all") {
  TemporaryDirectory directory;
  Lane lane{directory.path()};
  std::vector<std::thread> banks;
  for (int i = 0; i < 50; ++i) {
    banks.emplace_back([&] { lane.submit(credit_draft("ha-long-1", "A1", "FT1", 85'000)); });
  }
  for (auto& bank : banks) bank.join();
  const auto answers = lane.reports.wait_for_answers(50);
  CHECK(std::count_if(answers.begin(), answers.end(), [](auto& a) { return !a.duplicate; }) == 1);
  CHECK(std::all_of(answers.begin(), answers.end(), [](auto& a) { return a.seq == first_seq; }));
  lane.appender.stop();
  CHECK(number(lane.store.reader()->heads().at(0).head.seq) == 1);
}

TEST_CASE("Answers come after the commit: what is answered is in the file") {
  TemporaryDirectory directory;
  Lane lane{directory.path()};
  for (int i = 0; i < 500; ++i) {
    lane.submit(credit_draft("ha-long-1", "A1", "FT" + std::to_string(i), 1'000 + i));
    if (i % 7 == 0) {
      const auto answered = lane.reports.wait_for_answers(static_cast<std::size_t>(i) + 1).size();
      const auto stored = lane.store.reader()->heads().at(0).head.seq;
      CHECK(number(stored) >= answered);
    }
  }
  lane.reports.wait_for_answers(500);
  CHECK(lane.reports.committed_count() == 500);
  lane.appender.stop();
  const auto report = verify(*lane.store.reader());
  CHECK_FALSE(report.damage.has_value());
  CHECK(report.markets.at(0).entries == 500);
}

TEST_CASE("A full queue refuses and keeps the command with the caller") {
  TemporaryDirectory directory;
  Lane lane{directory.path(), {.queue_commands_max = 0}};
  std::unique_ptr<Command> command =
      std::make_unique<Payment>(credit_draft("ha-long-1", "A1", "FT1", 1));
  CHECK(lane.appender.submit(command) == Appender::Submitted::full);
  CHECK(command != nullptr);
}

TEST_CASE("A stopped lane finishes what it took and takes nothing more") {
  TemporaryDirectory directory;
  Lane lane{directory.path()};
  for (int i = 0; i < 100; ++i) {
    lane.submit(credit_draft("ha-long-1", "A1", "FT" + std::to_string(i), 1));
  }
  lane.appender.stop();
  CHECK(lane.reports.wait_for_answers(100).size() == 100);
  CHECK(lane.submit(credit_draft("ha-long-1", "A1", "late", 1)) == Appender::Submitted::stopping);
}

TEST_CASE("A store that fails stops the lane and nobody is told that it worked") {
  class Lost final : public PassingStore {
   public:
    using PassingStore::PassingStore;
    void append(std::span<const SealedEntry>, std::span<const VaultChange>,
                std::span<const Seal>) override {
      throw StoreFailure("disk I/O error");
    }
  };
  TemporaryDirectory directory;
  SqliteStore real{directory.path()};
  Lost store{real};
  FirstWins rules;
  ManualClock clock{market_morning()};
  Reports reports;
  Appender appender{store, rules, clock, reports};
  std::unique_ptr<Command> command =
      std::make_unique<Payment>(credit_draft("ha-long-1", "A1", "FT1", 1));
  CHECK(appender.submit(command) == Appender::Submitted::queued);
  CHECK(reports.wait_for_answers(1).empty());
  CHECK(reports.failed_count() == 1);
  command = std::make_unique<Payment>(credit_draft("ha-long-1", "A1", "FT2", 1));
  CHECK(appender.submit(command) == Appender::Submitted::stopping);
}

TEST_CASE(
    "While the disk is nearly full nothing is added, what only asks is answered, then it goes on") {
  class Filling final : public PassingStore {
   public:
    using PassingStore::PassingStore;
    std::optional<Refused> refused() override {
      return full ? std::optional{Refused{Refusal::disk_full, "1 MiB left"}} : std::nullopt;
    }
    std::atomic<bool> full{false};
  };
  TemporaryDirectory directory;
  SqliteStore real{directory.path()};
  Filling store{real};
  FirstWins rules;
  ManualClock clock{market_morning()};
  Reports reports;
  Appender appender{store, rules, clock, reports};
  const auto pay = [&](const char* reference) {
    std::unique_ptr<Command> command =
        std::make_unique<Payment>(credit_draft("ha-long-1", "A1", reference, 1));
    REQUIRE(appender.submit(command) == Appender::Submitted::queued);
  };
  pay("FT1");
  reports.wait_for_answers(1);
  store.full = true;
  pay("FT2");
  reports.wait_for_answers(2);
  CHECK(reports.failed_count() == 1);
  pay("FT1");
  CHECK(reports.wait_for_answers(3).back().duplicate);
  store.full = false;
  pay("FT2");
  CHECK_FALSE(reports.wait_for_answers(4).back().duplicate);
  appender.stop();
  CHECK(number(real.own_reader().head(MarketId::parse("ha-long-1").value()).seq) == 2);
}

TEST_CASE(
    "How long commits waited for the WAL is told of each time that it was moved, and of no other") {
  const bool moves = GENERATE(true, false);
  TemporaryDirectory directory;
  Lane lane{directory.path(), {}, moves ? CheckpointPages{1, 1} : CheckpointPages{}};
  for (std::size_t i = 1; i <= 3; ++i) {
    lane.submit(credit_draft("ha-long-1", "A1", "FT" + std::to_string(i), 1));
    lane.reports.wait_for_answers(i);
  }
  lane.appender.stop();
  const auto batches = lane.reports.batches();
  REQUIRE(batches.size() == 3);
  for (const auto& batch : batches) {
    CHECK((batch.checkpoint.count() > 0) == moves);
    CHECK(batch.checkpoint <= batch.between);
  }
}

TEST_CASE("Time in the log never goes back, whatever the machine's clock does") {
  TemporaryDirectory directory;
  Lane lane{directory.path()};
  lane.submit(credit_draft("ha-long-1", "A1", "FT1", 1));
  lane.reports.wait_for_answers(1);
  lane.clock.advance(-std::chrono::hours{1});
  lane.submit(credit_draft("ha-long-1", "A1", "FT2", 1));
  lane.reports.wait_for_answers(2);
  lane.appender.stop();
  CHECK(replay(*lane.store.reader(), [](const Entry&) {}).has_value());
}

TEST_CASE("A queue of as many bytes as it may hold refuses the next command") {
  TemporaryDirectory directory;
  Lane lane{directory.path(), {.queue_bytes_max = 99}};
  CHECK(lane.submit(credit_draft("ha-long-1", "A1", "FT1", 1)) == Appender::Submitted::full);
}
