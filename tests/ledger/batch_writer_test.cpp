#include "ledger/batch_writer.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <stdexcept>

#include "ledger/memory_store.hpp"
#include "tests/ledger/gated_store.hpp"
#include "tests/ledger/lane_doubles.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;

namespace {

/// Notes what a writer says of itself; to be read once the writer is gone.
struct Noting final : BatchWriter::Owner {
  void writer_is_free() override {}
  void writer_failed(Commands commands, const std::string& why) override {
    failed += commands.size();
    reasons.push_back(why);
  }
  std::size_t waiting() override { return 0; }
  std::size_t failed = 0;
  std::vector<std::string> reasons;
};

struct Writing {
  using Thread = BatchWriter::Thread;
  explicit Writing(Thread on = Thread::own) {
    writer.emplace(store, reports, sealer, owner, on);
    other.emplace(*further, reports, sealer, owner, on);
  }
  /// A market's first entry, with the command that asked for it.
  static DecidedBatch first_of(const std::string& market) {
    MemoryStore nothing;
    const std::vector drafts{credit_draft(market, "A1", "FT1", 1'000)};
    DecidedBatch batch;
    batch.entries = LogWriter{nothing}.seal_all(drafts);
    batch.commands.push_back(std::make_unique<Payment>(drafts[0]));
    return batch;
  }
  std::uint64_t size_of(const std::string& market) {
    return number(store.reader()->head(MarketId::parse(market).value()).seq);
  }
  void end() {
    writer.reset();
    other.reset();
  }

  Gate gate;
  GatedStore store{std::make_unique<MemoryStore>(), gate};
  std::unique_ptr<Store> further = store.further_writer();
  Sealer sealer{store.own_reader()};
  Reports reports;
  Noting owner;
  std::optional<BatchWriter> writer;
  std::optional<BatchWriter> other;
};

}  // namespace

TEST_CASE("Who waits for a writer that fails is told why, and it takes nothing more") {
  Writing two;
  two.gate.hold("ha-long-1");
  two.writer->hand(Writing::first_of("ha-long-1"));
  two.gate.release("ha-long-1", true);
  CHECK_THROWS_WITH(two.writer->wait_until_free(), Contains("disk I/O error"));
  CHECK_FALSE(two.writer->is_free());
  CHECK_THROWS_AS(two.writer->hand(Writing::first_of("ha-long-2")), std::logic_error);
  two.end();
  CHECK(two.owner.failed == 1);
  CHECK(two.owner.reasons.at(0) == "disk I/O error");
  CHECK(two.reports.answered_count() == 0);
}

TEST_CASE("A batch for a writer that is at another is a fault of who hands it, and loses neither") {
  Writing two;
  two.gate.hold("ha-long-1");
  two.writer->hand(Writing::first_of("ha-long-1"));
  auto next = Writing::first_of("ha-long-2");
  CHECK_THROWS_AS(two.writer->hand(std::move(next)), std::logic_error);
  two.gate.release("ha-long-1");
  two.writer->wait_until_free();
  two.writer->hand(Writing::first_of("ha-long-2"));
  two.end();  // finishes what it has
  CHECK(two.reports.answered_count() == 2);
  CHECK(two.size_of("ha-long-2") == 1);
}

TEST_CASE("An entry that is not what its hash says is written, found, and answered to nobody") {
  Writing two{Writing::Thread::of_caller};
  auto batch = Writing::first_of("ha-long-1");
  batch.entries[0].hash[0] ^= 1;
  two.writer->hand(std::move(batch));
  CHECK(two.owner.failed == 1);
  CHECK_THAT(two.owner.reasons.at(0), Contains("does not read back"));
  CHECK(two.reports.answered_count() == 0);
  CHECK(two.reports.committed_count() == 0);
}

TEST_CASE(
    "A question that rests on two batches is answered behind the second, if both are written") {
  const auto failing = GENERATE("none", "ha-long-1", "ha-long-2");
  Writing two{Writing::Thread::of_caller};
  two.gate.release(failing, true);
  auto asked = std::make_shared<Questions>();
  asked->commands.push_back(std::make_unique<Payment>(credit_draft("ha-long-3", "A1", "?", 1)));
  asked->awaited = 2;
  auto first = Writing::first_of("ha-long-1");
  auto second = Writing::first_of("ha-long-2");
  first.questions.push_back(asked);
  second.questions.push_back(asked);
  const auto answered_of = [&](std::optional<BatchWriter>& writer, DecidedBatch batch) {
    const auto before = two.reports.answered_count();
    writer->hand(std::move(batch));
    return two.reports.answered_count() - before;
  };
  CHECK(answered_of(two.writer, std::move(first)) == (failing == std::string{"ha-long-1"} ? 0 : 1));
  const std::size_t both_written = failing == std::string{"none"} ? 2 : 1;
  CHECK(answered_of(two.other, std::move(second)) ==
        (failing == std::string{"ha-long-2"} ? 0 : both_written));
  CHECK(two.owner.failed == (failing == std::string{"none"} ? 0 : 2));
}
