#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>

#include "ledger/appender.hpp"
#include "ledger/verify.hpp"
#include "tests/crash/file_tap.hpp"
#include "tests/crash/power_cut.hpp"
#include "tests/crash/sealed_ledger.hpp"
#include "tests/support/sample_size.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

struct Payment final : Command {
  explicit Payment(Draft what) : draft(std::move(what)) {}
  std::size_t size_bytes() const override { return 100; }
  Draft draft;
  SealedEntry became;
};

/// Looks the key up, as the rules do, and takes the payment as it is.
class TakeAll final : public Decider {
 public:
  Decision decide(Command& command, KnownKeys& keys, Instant) override {
    auto& payment = static_cast<Payment&>(command);
    const auto& reference = payment.draft.key->reference;
    if (keys.find(payment.draft.market, *payment.draft.key)) return {};
    return {payment.draft, {{"of/" + reference, reference}}};
  }
  void apply(const Entry&) override {}
  void sealed(Command& command, const SealedEntry& entry) override {
    static_cast<Payment&>(command).became = entry;
  }
};

/// One payment at a time: waits until the lane has answered, refused or failed it.
class Waiter final : public LaneListener {
 public:
  void committed(std::vector<SealedEntry>) override {}
  void answered(std::vector<std::unique_ptr<Command>> commands) override {
    const std::lock_guard lock{mutex_};
    for (auto& command : commands) {
      acknowledged.push_back(std::move(static_cast<Payment&>(*command).became));
    }
    end(commands.size());
  }
  void failed(std::vector<std::unique_ptr<Command>> commands, const std::string&) override {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    end(commands.size());
  }
  void refused(std::vector<std::unique_ptr<Command>> commands, const Refused&) override {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    end(commands.size());
  }
  void wait(std::size_t count) {
    std::unique_lock lock{mutex_};
    news_.wait(lock, [&] { return done_ >= count; });
  }
  bool has_stopped() {
    const std::lock_guard lock{mutex_};
    return stopped_;
  }
  std::vector<SealedEntry> acknowledged;  ///< to be read when the lane has stopped

 private:
  void end(std::size_t count) {
    done_ += count;
    news_.notify_all();
  }
  std::mutex mutex_;
  bool stopped_ = false;
  std::condition_variable news_;
  std::size_t done_ = 0;
};

constexpr int payments_a_start = 7;
constexpr int starts = 2;

struct Outcome {
  bool fault_came = false;
  bool came_while_open = false;  ///< not only when all was answered and the file was being closed
  bool stopped = false;          ///< the lane, or its start
  bool took_after_stop = false;
  std::vector<SealedEntry> acknowledged;
};

Draft payment(int number) {
  return credit_draft(number % 3 == 2 ? "ha-long-2" : "ha-long-1", "A" + std::to_string(number % 4),
                      "FT" + std::to_string(number), 1'000);
}

/// A start of the gateway's ledger with some payments, one after the other.
void run_start(ShimDisk& disk, const RunPlace& place, int first, Waiter& waiter, Outcome& outcome) {
  TakeAll rules;
  ManualClock clock{market_morning()};
  const bool came_before = disk.failed();
  auto guard = std::make_unique<HeadGuard>(HeadGuard::open(place.guard()).value());
  SqliteStore store{place.directory, {6, 12}, 3};
  auto sealer = std::make_unique<Sealer>(store.own_reader(), SealedLedger::key(), std::move(guard));
  Appender lane{store, rules, clock, waiter, {}, std::move(sealer)};
  for (int i = 0; i < payments_a_start; ++i) {
    std::unique_ptr<Command> command = std::make_unique<Payment>(payment(first + i));
    const bool had_stopped = waiter.has_stopped();
    if (lane.submit(command) != Appender::Submitted::queued) break;
    waiter.wait(static_cast<std::size_t>(first + i) + 1);
    outcome.took_after_stop |= had_stopped && !waiter.has_stopped();
  }
  lane.stop();
  outcome.came_while_open |= disk.failed() && !came_before;
}

Outcome run_lane(ShimDisk& disk, const RunPlace& place, Fault fault) {
  Outcome outcome;
  Waiter waiter;
  const FileTap tap{disk, place.guard()};
  disk.fail(fault);
  for (int start = 0; start < starts && !outcome.stopped; ++start) {
    try {
      run_start(disk, place, start * payments_a_start, waiter, outcome);
    } catch (const StoreFailure&) {
      outcome.stopped = outcome.came_while_open = true;
    } catch (const std::bad_alloc&) {
      outcome.stopped = outcome.came_while_open = true;
    }
    outcome.stopped |= waiter.has_stopped();
  }
  outcome.fault_came = disk.failed();
  outcome.acknowledged = waiter.acknowledged;
  disk.fail({});
  return outcome;
}

/// A payment that was answered is there as it was, with what its batch put into the vault.
void check_there(Reader& reader, const SealedEntry& acknowledged) {
  const auto& entry = acknowledged.entry;
  bool there = false;
  reader.read(entry.market, Seq{number(entry.seq) - 1}, 1, [&](const StoredEntry& stored) {
    there = stored.bytes == acknowledged.bytes && stored.hash == acknowledged.hash;
    return false;
  });
  CHECK(there);
  CHECK(reader.vault_get("of/" + entry.key->reference) == entry.key->reference);
}

/// What is on the disk opens, verifies with its signatures, holds all that was acknowledged, and is
/// gone on with.
void check_kept(ShimDisk& disk, const RunPlace& place, ShimDisk::Files files,
                const Outcome& outcome) {
  const auto guard = files.extract(place.guard());
  place.write_guard(guard ? std::optional{guard.mapped()} : std::nullopt);
  disk.set(files);
  SealedLedger ledger{place, HeadGuard::open(place.guard()).value()};
  auto& reader = ledger.store.own_reader();
  const VerifyTrust trust{SealedLedger::key().identity(), {}};
  CHECK_FALSE(verify(reader, trust).damage.has_value());
  for (const auto& acknowledged : outcome.acknowledged) check_there(reader, acknowledged);
  const auto refused = ledger.sealer.refused(market_morning(), market_morning());
  INFO((refused ? refused->text : ""));
  CHECK_FALSE(refused.has_value());
  auto content = content_of(reader);
  ledger.add(std::vector{payment(1'000)}, {}, market_morning(), content);
  CHECK(content_of(reader) == content);
  CHECK_FALSE(verify(reader, trust).damage.has_value());
}

/// Whether what is on the disk is refused or found damaged when it is opened and verified; a ledger
/// that seems sound must hold all that was acknowledged.
bool damage_is_told(ShimDisk& disk, const RunPlace& place, const ShimDisk::Files& files,
                    const Outcome& outcome) {
  disk.set(files);
  try {
    const SqliteStore store{place.directory};
    auto reader = open_sqlite_reader(place.directory);
    if (verify(*reader, {SealedLedger::key().identity(), {}}).damage) return true;
    for (const auto& acknowledged : outcome.acknowledged) check_there(*reader, acknowledged);
    return false;
  } catch (const StoreFailure&) {
    return true;
  }
}

/// What a power cut right after the failure may leave at worst: nothing that was not synced.
ShimDisk::Files only_synced(const std::vector<DiskEvent>& events) {
  PowerCut cut;
  for (const auto& event : events) cut.follow(event);
  std::mt19937_64 random{1};
  return cut.cut(PowerCut::Kind::nothing, random);
}

/// What the process itself would find again.
ShimDisk::Files all_written(ShimDisk& disk, const RunPlace& place,
                            const std::vector<DiskEvent>& events) {
  auto files = disk.files();
  PowerCut cut;
  for (const auto& event : events) cut.follow(event);
  std::mt19937_64 random{1};
  auto all = cut.cut(PowerCut::Kind::everything, random);
  files.insert(all.extract(place.guard()));
  return files;
}

/// How often a WAL was synced after the fault: a COMMIT that is tried again would be.
std::size_t commits_after_fault(const std::vector<DiskEvent>& events) {
  const auto fault = std::ranges::find_if(events, [](const DiskEvent& event) {
    return event.act == DiskEvent::Act::mark && event.offset == ShimDisk::fault_mark;
  });
  return static_cast<std::size_t>(std::count_if(fault, events.end(), [](const DiskEvent& event) {
    return event.act == DiskEvent::Act::sync && event.file.ends_with("-wal");
  }));
}

enum class Stops {
  always,        ///< and commits nothing more
  unless_spared  ///< SQLite can do without some of it, such as an allocation for a cache, or nobody
                 ///< has noticed
};

void check_stopped(const Outcome& outcome, const std::vector<DiskEvent>& events, Stops stops) {
  CHECK_FALSE(outcome.took_after_stop);
  if (!outcome.stopped) CHECK(outcome.acknowledged.size() == starts * payments_a_start);
  if (stops == Stops::always && outcome.came_while_open) {
    CHECK(outcome.stopped);
    CHECK(commits_after_fault(events) == 0);
  }
}

/// Fails operation 1, 2, 3 … until a run passes that the fault did not come to.
void fail_each(Fault::Kind kind, bool for_ever, std::uint64_t step, Stops stops) {
  TemporaryDirectory directory;
  const RunPlace place{directory.path()};
  ShimDisk disk;
  std::uint64_t runs = 0;
  std::uint64_t stopped = 0;
  for (std::uint64_t at = 1;; at += step) {
    disk.set({});
    place.write_guard(std::nullopt);
    const auto outcome = run_lane(disk, place, {kind, at, for_ever});
    ++runs;
    stopped += outcome.stopped ? 1 : 0;
    INFO("kind " << int(kind) << ", operation " << at << (for_ever ? " for ever" : " once"));
    const auto events = disk.events();
    check_stopped(outcome, events, stops);
    const auto seen = all_written(disk, place, events);
    check_kept(disk, place, seen, outcome);
    check_kept(disk, place, only_synced(events), outcome);
    if (!outcome.fault_came) break;
  }
  WARN("kind " << int(kind) << (for_ever ? " for ever: " : " once: ") << runs << " runs, "
               << stopped << " stopped the lane");
  CHECK(stopped > 0);
}

}  // namespace

TEST_CASE("Whichever sync fails, the lane stops and nothing acknowledged is lost") {
  fail_each(Fault::Kind::sync, GENERATE(false, true), 1, Stops::always);
}

TEST_CASE("Whichever write fails or finds the disk full, the lane stops and loses nothing",
          "[long]") {
  const auto kind = GENERATE(Fault::Kind::write, Fault::Kind::full);
  fail_each(kind, GENERATE(false, true), long_variant() ? 1 : 3, Stops::always);
}

TEST_CASE("Whichever read fails or tells of corruption, the lane stops and loses nothing",
          "[long]") {
  const auto kind = GENERATE(Fault::Kind::read, Fault::Kind::corrupt_read);
  fail_each(kind, GENERATE(false, true), long_variant() ? 1 : 3, Stops::always);
}

TEST_CASE("Whichever read comes back wrong, it is noticed or changes nothing") {
  fail_each(Fault::Kind::wrong_read, GENERATE(false, true), 1, Stops::unless_spared);
}

TEST_CASE("What a disk changes behind SQLite's back, and SQLite writes again, is told") {
  const auto kind = GENERATE(Fault::Kind::short_read, Fault::Kind::wrong_copy);
  const bool for_ever = GENERATE(false, true);
  TemporaryDirectory directory;
  const RunPlace place{directory.path()};
  ShimDisk disk;
  int runs = 0;
  int told = 0;
  for (bool fault_came = true; fault_came; ++runs) {
    disk.set({});
    place.write_guard(std::nullopt);
    const Fault fault{kind, static_cast<std::uint64_t>(runs) + 1, for_ever};
    const auto outcome = run_lane(disk, place, fault);
    fault_came = outcome.fault_came;
    INFO("kind " << int(kind) << ", read " << fault.at << (for_ever ? " for ever" : " once"));
    check_stopped(outcome, {}, Stops::unless_spared);
    told += damage_is_told(disk, place, disk.files(), outcome) ? 1 : 0;
  }
  WARN("kind " << int(kind) << (for_ever ? " for ever: " : " once: ") << runs << " runs, of "
               << told << " the damage is told");
  CHECK(told > 0);
}

TEST_CASE("Whichever allocation fails, nothing acknowledged is lost", "[long]") {
  fail_each(Fault::Kind::allocation, GENERATE(false, true), long_variant() ? 1 : 97,
            Stops::unless_spared);
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
