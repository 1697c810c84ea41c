#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>

#include "ledger/appender.hpp"
#include "ledger/sqlite_store.hpp"
#include "ledger/verify.hpp"
#include "tests/crash/power_cut.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/sample_size.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

struct Payment final : Command {
  explicit Payment(Draft what) : draft(std::move(what)) {}
  std::size_t size_bytes() const override { return 100; }
  Draft draft;
  Seq seq{};
};

/// Looks the key up, as the rules do, and takes the payment as it is.
class TakeAll final : public Decider {
 public:
  Decision decide(Command& command, KnownKeys& keys, Instant) override {
    auto& payment = static_cast<Payment&>(command);
    if (keys.find(payment.draft.market, *payment.draft.key)) return {};
    return {payment.draft, {{"last", payment.draft.key->reference}}};
  }
  void apply(const Entry&) override {}
  void sealed(Command& command, const SealedEntry& entry) override {
    static_cast<Payment&>(command).seq = entry.entry.seq;
  }
};

/// One payment at a time: waits until the lane has answered or failed it.
class Waiter final : public LaneListener {
 public:
  void committed(std::vector<SealedEntry>) override {}
  void answered(std::vector<std::unique_ptr<Command>> commands) override {
    const std::lock_guard lock{mutex_};
    for (const auto& command : commands)
      acknowledged.push_back(static_cast<Payment&>(*command).seq);
    done_ += commands.size();
    news_.notify_all();
  }
  void failed(std::vector<std::unique_ptr<Command>> commands, const std::string&) override {
    const std::lock_guard lock{mutex_};
    lane_failed_ = true;
    done_ += commands.size();
    news_.notify_all();
  }
  void wait(std::size_t count) {
    std::unique_lock lock{mutex_};
    news_.wait(lock, [&] { return done_ >= count; });
  }
  bool has_failed() {
    const std::lock_guard lock{mutex_};
    return lane_failed_;
  }
  std::vector<Seq> acknowledged;  ///< to be read when the lane has stopped

 private:
  std::mutex mutex_;
  bool lane_failed_ = false;
  std::condition_variable news_;
  std::size_t done_ = 0;
};

struct Outcome {
  bool fault_came = false;
  bool lane_failed = false;
  bool took_after_failure = false;
  std::vector<Seq> acknowledged;
};

Outcome run_lane(ShimDisk& disk, const std::string& directory, Fault fault) {
  Outcome outcome;
  TakeAll rules;
  ManualClock clock{market_morning()};
  Waiter waiter;
  disk.fail(fault);
  try {
    SqliteStore store{directory, {6, 12}};
    Appender lane{store, rules, clock, waiter};
    std::size_t sent = 0;
    for (int i = 0; i < 12; ++i) {
      std::unique_ptr<Command> command = std::make_unique<Payment>(
          credit_draft("ha-long-1", "A" + std::to_string(i % 3), "FT" + std::to_string(i), 1'000));
      const bool was_failed = waiter.has_failed();
      if (lane.submit(command) != Appender::Submitted::queued) break;
      outcome.took_after_failure = outcome.took_after_failure || was_failed;
      // One batch is decided while the one before is written.
      if (++sent > 2) waiter.wait(sent - 2);
    }
    waiter.wait(sent);
    lane.stop();
  } catch (const StoreFailure&) {
    outcome.lane_failed = true;
  } catch (const std::bad_alloc&) {
    outcome.lane_failed = true;
  }
  outcome.fault_came = disk.failed();
  outcome.lane_failed = outcome.lane_failed || waiter.has_failed();
  outcome.acknowledged = waiter.acknowledged;
  disk.fail({});
  return outcome;
}

/// What is on the disk verifies and holds all that was acknowledged.
void check_kept(ShimDisk& disk, const std::string& directory, const ShimDisk::Files& files,
                const Outcome& outcome) {
  disk.set(files);
  SqliteStore store{directory};
  auto& reader = store.own_reader();
  const auto report = verify(reader);
  CHECK_FALSE(report.damage.has_value());
  const auto head = reader.head(MarketId::parse("ha-long-1").value());
  for (const auto seq : outcome.acknowledged) CHECK(number(seq) <= number(head.seq));
}

/// What a power cut right after the failure may leave at worst: nothing that was not synced.
ShimDisk::Files only_synced(const std::vector<DiskEvent>& events) {
  PowerCut cut;
  for (const auto& event : events) cut.follow(event);
  std::mt19937_64 random{1};
  return cut.cut(PowerCut::Kind::nothing, random);
}

/// Fails operation 1, 2, 3 … until a run passes that the fault did not come to.
void fail_each(Fault::Kind kind, bool for_ever, std::uint64_t step) {
  TemporaryDirectory directory;
  ShimDisk disk;
  std::uint64_t runs = 0;
  std::uint64_t stopped = 0;
  for (std::uint64_t at = 1;; at += step) {
    disk.set({});
    const auto outcome = run_lane(disk, directory.path(), {kind, at, for_ever});
    ++runs;
    stopped += outcome.lane_failed ? 1 : 0;
    INFO("kind " << int(kind) << ", operation " << at << (for_ever ? " for ever" : " once"));
    CHECK_FALSE(outcome.took_after_failure);
    if (kind == Fault::Kind::sync && outcome.fault_came) CHECK(outcome.lane_failed);
    if (!outcome.lane_failed) CHECK(outcome.acknowledged.size() == 12);
    const auto events = disk.events();
    const auto seen = disk.files();
    check_kept(disk, directory.path(), seen, outcome);
    check_kept(disk, directory.path(), only_synced(events), outcome);
    if (!outcome.fault_came) break;
  }
  WARN("kind " << int(kind) << (for_ever ? " for ever: " : " once: ") << runs << " runs, "
               << stopped << " stopped the lane");
  CHECK(stopped > 0);
}

}  // namespace

TEST_CASE("Whichever sync fails, the lane stops and nothing acknowledged is lost") {
  fail_each(Fault::Kind::sync, GENERATE(false, true), 1);
}

TEST_CASE("Whichever write fails, nothing acknowledged is lost", "[long]") {
  fail_each(Fault::Kind::write, GENERATE(false, true), long_variant() ? 1 : 3);
}

TEST_CASE("Whichever read fails, nothing acknowledged is lost") {
  fail_each(Fault::Kind::read, GENERATE(false, true), 1);
}

TEST_CASE("Whichever allocation fails, nothing acknowledged is lost", "[long]") {
  fail_each(Fault::Kind::allocation, GENERATE(false, true), long_variant() ? 1 : 97);
}

TEST_CASE("Whichever write of a batch that takes several fails, it is there as a whole or not") {
  TemporaryDirectory directory;
  ShimDisk disk;
  std::vector<Draft> drafts;
  for (int i = 0; i < 30; ++i) {
    drafts.push_back(credit_draft("ha-long-1", "A1", "FT" + std::to_string(i), 1'000));
    drafts.back().data = "{\"note\":\"" + std::string(15'000, 'x') + "\"}";
  }
  int failures = 0;
  bool fault_came = true;
  for (std::uint64_t at = 1; fault_came; ++at) {
    disk.set({});
    disk.fail({Fault::Kind::write, at, false});
    bool appended = false;
    try {
      SqliteStore store{directory.path()};
      LogWriter{store}.add(drafts);
      appended = true;
    } catch (const StoreFailure&) {
      ++failures;
    }
    fault_came = disk.failed();
    disk.fail({});
    disk.set(disk.files());
    SqliteStore store{directory.path()};
    auto& reader = store.own_reader();
    const auto kept = number(reader.head(MarketId::parse("ha-long-1").value()).seq);
    INFO("write " << at);
    CHECK((kept == drafts.size() || (kept == 0 && !appended)));
    CHECK_FALSE(verify(reader).damage.has_value());
  }
  CHECK(failures > 3);
}
