// What a lane decides while its writers are still at what it decided before.
#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

#include "ledger/memory_store.hpp"
#include "ledger/verify.hpp"
#include "tests/ledger/gated_store.hpp"
#include "tests/ledger/lane_doubles.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

/// A reference that begins with "?" only asks, one with "=" only claims a row of the vault.
class AlsoQuestions final : public Decider {
 public:
  Decision decide(Command& command, KnownKeys& keys, Instant now) override {
    auto& payment = static_cast<Payment&>(command);
    const auto& reference = payment.draft.key->reference;
    ++decided_;
    decided_.notify_all();
    if (reference[0] == '?') return {};
    if (reference[0] != '=') return first_wins_.decide(command, keys, now);
    payment.duplicate = keys.vault_row(reference).has_value();
    if (payment.duplicate) return {};
    return {{}, {{reference, "claimed"}}};
  }
  void apply(const Entry& entry) override { first_wins_.apply(entry); }
  void sealed(Command& command, const SealedEntry& entry) override {
    first_wins_.sealed(command, entry);
  }
  int decided() const { return decided_; }
  void wait_for_decided(int count) {
    for (int now = decided_; now < count; now = decided_) decided_.wait(now);
  }

 private:
  FirstWins first_wins_;
  std::atomic<int> decided_{0};
};

struct SlowLane {
  explicit SlowLane(std::size_t writers, LaneLimits limits = {})
      : appender(store, rules, clock, reports, with(limits, writers)) {}
  static LaneLimits with(LaneLimits limits, std::size_t writers) {
    limits.writers = writers;
    return limits;
  }
  void ask(const std::string& reference, const std::string& market = "ha-long-1") {
    std::unique_ptr<Command> command =
        std::make_unique<Payment>(credit_draft(market, "A1", reference, 1'000));
    REQUIRE(appender.submit(command) == Appender::Submitted::queued);
  }
  /// Asks for the market's first payment, and holds its writer back with it.
  void hold_writer(const std::string& market = "ha-long-1") {
    gate.hold(market);
    ask("FT1", market);
    gate.wait_for(market);
  }
  /// Has as many decided as wake a lane whose writers are busy.
  void ask_many(const std::string& prefix, int count, const std::string& market = "ha-long-1") {
    for (int i = 0; i < count; ++i) ask(prefix + std::to_string(i), market);
  }
  std::uint64_t size_of(const std::string& market) {
    return number(store.reader()->head(MarketId::parse(market).value()).seq);
  }

  Gate gate;
  GatedStore store{std::make_unique<MemoryStore>(), gate};
  AlsoQuestions rules;
  ManualClock clock{market_morning()};
  Reports reports;
  Appender appender;
};

}  // namespace

TEST_CASE("The same notice again, while the first is being written, is answered after it is") {
  SlowLane lane{1};
  lane.hold_writer();
  lane.ask("FT1");
  lane.ask_many("FT2", 40);
  CHECK(lane.reports.answered_count() == 0);
  lane.gate.release("ha-long-1");
  const auto answers = lane.reports.wait_for_answers(42);
  lane.appender.stop();
  CHECK(std::ranges::count(answers, true, &Payment::duplicate) == 1);
  CHECK(lane.size_of("ha-long-1") == 41);
}

TEST_CASE("What was decided ahead is known to what is decided after it") {
  SlowLane lane{1};
  lane.hold_writer();
  lane.ask_many("FT2", 40);  // decided, in the batch that is open
  lane.ask_many("FT2", 40);
  lane.gate.release("ha-long-1");
  const auto answers = lane.reports.wait_for_answers(81);
  lane.appender.stop();
  CHECK(std::ranges::count(answers, true, &Payment::duplicate) == 40);
  CHECK(lane.size_of("ha-long-1") == 41);
  CHECK_FALSE(verify(*lane.store.reader()).damage);
}

TEST_CASE("A question is not answered before what was decided ahead of it is durable") {
  const std::size_t writers = GENERATE(1, 2);
  const auto [market, other] = markets_apart(2);
  SlowLane lane{writers};
  lane.hold_writer(market);
  lane.ask_many("?", 40, other);
  lane.ask("FT1", other);
  if (writers == 2) {
    // Of its own log nothing is held back, and it is answered; the questions may rest on the other.
    const auto answers = lane.reports.wait_for_answers(1);
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].draft.market.text() == other);
  }
  CHECK(lane.reports.answered_count() == writers - 1);
  lane.gate.release(market);
  CHECK(lane.reports.wait_for_answers(42).size() == 42);
}

TEST_CASE("A row of the vault that is being written is claimed already") {
  const std::size_t writers = GENERATE(1, 2);
  SlowLane lane{writers};
  lane.gate.hold("vault");
  lane.ask("=row");
  lane.gate.wait_for("vault");
  lane.ask("=row");
  lane.ask_many("?", 40);
  CHECK(lane.reports.answered_count() == 0);
  lane.gate.release("vault");
  const auto answers = lane.reports.wait_for_answers(42);
  CHECK(std::ranges::count(answers, true, &Payment::duplicate) == 1);
}

TEST_CASE("Batches of different markets are written side by side by several writers") {
  const auto [market, other] = markets_apart(2);
  SlowLane lane{2};
  lane.hold_writer(market);
  lane.hold_writer(other);  // one writer alone would never come here
  lane.gate.release(other);
  CHECK(lane.reports.wait_for_answers(1).at(0).draft.market.text() == other);
  lane.gate.release(market);
  CHECK(lane.reports.wait_for_answers(2).size() == 2);
}

TEST_CASE("Where one writer fails nobody hears of what rests on it, and the lane stops") {
  const auto [market, other] = markets_apart(2);
  SlowLane lane{2};
  lane.hold_writer(market);
  lane.ask("?", other);              // rests on what the first writer has
  lane.ask_many("FT2", 40, market);  // waits for that writer
  lane.gate.release(market, true);
  lane.reports.wait_for_answers(42);
  CHECK(lane.reports.failed_count() == 42);
  std::unique_ptr<Command> late = std::make_unique<Payment>(credit_draft(other, "A1", "FT3", 1));
  CHECK(lane.appender.submit(late) == Appender::Submitted::stopping);
  lane.appender.stop();
  CHECK(lane.size_of(market) == 0);
}

TEST_CASE("A lane that is stopped while it writes finishes what it has decided") {
  SlowLane lane{2};
  lane.hold_writer();
  lane.ask_many("FT2", 40);
  std::thread stopping{[&] { lane.appender.stop(); }};
  lane.gate.release("ha-long-1");
  stopping.join();
  CHECK(lane.reports.answered_count() == 41);
  CHECK(lane.size_of("ha-long-1") == 41);
}

TEST_CASE("A lane that is stopped answers a question that waits for two writers") {
  const auto [market, other] = markets_apart(2);
  SlowLane lane{2};
  lane.hold_writer(market);
  lane.hold_writer(other);
  lane.ask_many("?", 40, market);
  std::thread stopping{[&] { lane.appender.stop(); }};
  lane.gate.release(market);
  lane.reports.wait_for_answers(1);
  lane.gate.release(other);
  stopping.join();
  CHECK(lane.reports.answered_count() == 42);
}

TEST_CASE("What is queued behind a market that holds all it may is decided once that is written") {
  const auto [market, other] = markets_apart(2);
  SlowLane lane{2, {.batch_commands_max = 20}};
  lane.hold_writer(market);
  lane.ask_many("FT2", 20, market);  // as many as may be open
  lane.ask_many("FT3", 20, other);   // and these wait in the queue
  lane.gate.release(market);
  CHECK(lane.reports.wait_for_answers(41).size() == 41);
}

TEST_CASE(
    "While as much is open as may be, by number or by bytes, no more is decided for anybody") {
  const auto limits =
      GENERATE(LaneLimits{.batch_commands_max = 32}, LaneLimits{.queue_bytes_max = 3'200});
  const auto [market, other] = markets_apart(2);
  SlowLane lane{2, limits};
  lane.hold_writer(market);
  lane.hold_writer(other);
  for (const auto* prefix : {"FT2", "FT3"}) {  // of 100 bytes each
    const int before = lane.rules.decided();
    lane.ask_many(prefix, 16, market);
    lane.rules.wait_for_decided(before + 16);
  }
  lane.ask_many("FT4", 20, other);
  lane.gate.release(other);
  lane.reports.wait_for_answers(1);
  CHECK(lane.rules.decided() == 34);
  lane.gate.release(market);
  CHECK(lane.reports.wait_for_answers(54).size() == 54);
  lane.appender.stop();
  CHECK(lane.size_of(market) == 33);
  CHECK(lane.size_of(other) == 21);
}

TEST_CASE("After a lone command the store is told that nothing waits") {
  const std::size_t writers = GENERATE(0, 1);
  SlowLane lane{writers};
  lane.ask("FT1");
  lane.reports.wait_for_answers(1);
  lane.appender.stop();
  CHECK(lane.store.was_idle);
  CHECK(lane.reports.batches().at(0).waiting == 0);
}
