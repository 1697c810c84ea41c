#include "ledger/appender.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "ledger/error.hpp"
#include "ledger/replay.hpp"
#include "ledger/sqlite_store.hpp"
#include "ledger/verify.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

struct Payment final : Command {
  explicit Payment(Draft what) : draft(std::move(what)) {}
  std::size_t size_bytes() const override { return 100; }
  Draft draft;
  Seq seq{};
  bool duplicate = false;
};

/// Rules in miniature: a key that is known gives the old seq, otherwise the draft as it is.
class FirstWins final : public Decider {
 public:
  Decision decide(Command& command, KnownKeys& keys, Instant) override {
    auto& payment = static_cast<Payment&>(command);
    if (const auto known = keys.find(payment.draft.market, *payment.draft.key)) {
      payment.seq = known->seq;
      payment.duplicate = true;
      return {};
    }
    return {payment.draft, {}};
  }
  void apply(const Entry&) override { ++applied; }
  void sealed(Command& command, const SealedEntry& entry) override {
    static_cast<Payment&>(command).seq = entry.entry.seq;
  }
  std::size_t applied = 0;
};

/// Keeps a row of the vault for whoever names it first.
class FirstClaims final : public Decider {
 public:
  Decision decide(Command& command, KnownKeys& keys, Instant) override {
    auto& payment = static_cast<Payment&>(command);
    const auto& name = payment.draft.key->reference;
    payment.duplicate = keys.vault_row(name).has_value();
    if (payment.duplicate) return {};
    return {{}, {{name, "claimed"}}};
  }
  void apply(const Entry&) override {}
  void sealed(Command&, const SealedEntry&) override {}
};

/// A store that is another one, but for what a test overrides.
class Passing : public Store {
 public:
  explicit Passing(Store& real) : real_(real) {}
  std::unique_ptr<Reader> reader() override { return real_.reader(); }
  Reader& own_reader() override { return real_.own_reader(); }
  void begin() override { real_.begin(); }
  void abandon() override { real_.abandon(); }
  void append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault,
              std::span<const Seal> seals) override {
    real_.append(entries, vault, seals);
  }
  void erase_private(const MarketId& market, std::span<const Seq> seqs) override {
    real_.erase_private(market, seqs);
  }
  void between_batches(bool idle) override { real_.between_batches(idle); }

 private:
  Store& real_;
};

/// Collects what the lane reports, and waits for it.
class Reports final : public LaneListener {
 public:
  void committed(std::vector<SealedEntry> entries) override {
    const std::lock_guard lock{mutex_};
    committed_ += entries.size();
  }
  void answered(std::vector<std::unique_ptr<Command>> commands) override {
    const std::lock_guard lock{mutex_};
    for (auto& command : commands) answers_.push_back(static_cast<Payment&>(*command));
    news_.notify_all();
  }
  void failed(std::vector<std::unique_ptr<Command>> commands, const std::string&) override {
    const std::lock_guard lock{mutex_};
    failed_ += commands.size();
    news_.notify_all();
  }
  std::vector<Payment> wait_for_answers(std::size_t count) {
    std::unique_lock lock{mutex_};
    news_.wait(lock, [&] { return answers_.size() + failed_ >= count; });
    return answers_;
  }
  std::size_t failed_count() {
    const std::lock_guard lock{mutex_};
    return failed_;
  }
  std::size_t committed_count() {
    const std::lock_guard lock{mutex_};
    return committed_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<Payment> answers_;
  std::size_t failed_ = 0;
  std::size_t committed_ = 0;
};

struct Lane {
  explicit Lane(const std::string& directory, LaneLimits limits = {})
      : store(directory), appender(store, rules, clock, reports, limits) {}
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
  class Lost final : public Passing {
   public:
    using Passing::Passing;
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
  class Filling final : public Passing {
   public:
    using Passing::Passing;
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
