// A lane whose store, disk or index is not what it should be, and what its rules are shown.
#include <catch2/catch.hpp>

#include <functional>
#include <latch>

#include "ledger/memory_store.hpp"
#include "tests/ledger/lane_doubles.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/passing_store.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

/// Takes every draft, and looks up what the test wants to know of the log meanwhile. The first
/// command waits until it may go on, so that those behind it come into one batch.
class Looking final : public Decider {
 public:
  using Look = std::function<void(KnownKeys&)>;
  explicit Looking(Look look) : look_(std::move(look)) {}
  Decision decide(Command& command, KnownKeys& keys, Instant) override {
    go.wait();
    look_(keys);
    return {static_cast<Payment&>(command).draft, {}};
  }
  void apply(const Entry&) override {}
  void sealed(Command& command, const SealedEntry& entry) override {
    static_cast<Payment&>(command).seq = entry.entry.seq;
  }
  std::latch go{1};

 private:
  Look look_;
};

/// A store whose readers are others.
class WithReaders final : public PassingStore {
 public:
  using Make = std::function<std::unique_ptr<Reader>(Reader&)>;
  WithReaders(Store& real, const Make& own, Make others)
      : PassingStore(real),
        own_(own(real.own_reader())),
        real_(real.reader()),
        others_(std::move(others)) {}
  Reader& own_reader() override { return *own_; }
  std::unique_ptr<Reader> reader() override { return others_(*real_); }

 private:
  std::unique_ptr<Reader> own_;
  std::unique_ptr<Reader> real_;
  Make others_;
};

class Full final : public PassingStore {
 public:
  using PassingStore::PassingStore;
  std::optional<Refused> refused() override { return Refused{Refusal::disk_full, "0 MiB left"}; }
};

std::unique_ptr<Reader> as_it_is(Reader& real) {
  return std::make_unique<PassingReader>(real);
}

void check_that_a_payment_fails(Store& store) {
  FirstWins rules;
  ManualClock clock{market_morning()};
  Reports reports;
  Appender appender{store, rules, clock, reports};
  std::unique_ptr<Command> command =
      std::make_unique<Payment>(credit_draft("ha-long-1", "A1", "FT1", 1));
  REQUIRE(appender.submit(command) == Appender::Submitted::queued);
  CHECK(reports.wait_for_answers(1).empty());
  CHECK(reports.failed_count() == 1);
}

}  // namespace

TEST_CASE("The rules find entries by their place, those of their own batch too, and no others") {
  const auto market = MarketId::parse("ha-long-1").value();
  MemoryStore store;
  std::vector<std::vector<bool>> found;
  Looking rules{[&](KnownKeys& keys) {
    auto& now = found.emplace_back();
    for (const auto seq : {Seq{0}, Seq{1}, Seq{2}, Seq{3}, next(last_seq_possible)}) {
      const auto entry = keys.at(market, seq);
      if (entry) CHECK(entry->seq == seq);
      now.push_back(entry.has_value());
    }
    CHECK_FALSE(keys.at(MarketId::parse("ha-long-2").value(), Seq{1}).has_value());
  }};
  ManualClock clock{market_morning()};
  Reports reports;
  // One command a batch, then the others together.
  Appender appender{store, rules, clock, reports, {.batch_commands_max = 2}};
  for (const char* reference : {"FT1", "", "FT3"}) {
    auto draft = credit_draft("ha-long-1", "A1", reference, 1);
    if (draft.key->reference.empty()) draft.key.reset();
    std::unique_ptr<Command> command = std::make_unique<Payment>(draft);
    REQUIRE(appender.submit(command) == Appender::Submitted::queued);
  }
  rules.go.count_down();
  CHECK(reports.wait_for_answers(3).size() == 3);
  appender.stop();
  REQUIRE(found.size() == 3);
  CHECK(found[0] == std::vector{false, false, false, false, false});
  CHECK(found[1] == std::vector{false, true, false, false, false});
  CHECK(found[2] == std::vector{false, true, true, false, false});
}

TEST_CASE("What a batch does not hold waits for the next, in its order") {
  MemoryStore store;
  Looking rules{[](KnownKeys&) {}};
  ManualClock clock{market_morning()};
  Reports reports;
  Appender appender{store, rules, clock, reports, {.batch_commands_max = 1}};
  for (const char* reference : {"FT1", "FT2", "FT3"}) {
    std::unique_ptr<Command> command =
        std::make_unique<Payment>(credit_draft("ha-long-1", "A1", reference, 1));
    REQUIRE(appender.submit(command) == Appender::Submitted::queued);
  }
  rules.go.count_down();
  const auto answers = reports.wait_for_answers(3);
  REQUIRE(answers.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(number(answers[i].seq) == i + 1);
}

TEST_CASE("What is committed and does not read back as it was written stops the lane") {
  using Forge =
      std::function<bool(const StoredEntry&, const std::function<bool(const StoredEntry&)>&)>;
  struct Forging final : PassingReader {
    Forging(Reader& real, Forge how) : PassingReader(real), forge(std::move(how)) {}
    void read(const MarketId& of, Seq after, std::size_t limit,
              const std::function<bool(const StoredEntry&)>& take) override {
      PassingReader::read(of, after, limit,
                          [&](const StoredEntry& stored) { return forge(stored, take); });
    }
    Forge forge;
  };
  const Forge nothing = [](const auto&, const auto&) { return false; };
  const Forge another_byte = [](StoredEntry stored, const auto& take) {
    stored.bytes.back() = ' ';
    return take(stored);
  };
  const Forge one_more_behind = [](const StoredEntry& stored, const auto& take) {
    return take(stored) && take({next(stored.seq), "{}", {}});
  };
  const auto forge = GENERATE_COPY(nothing, another_byte, one_more_behind);
  MemoryStore real;
  WithReaders store{real, as_it_is,
                    [&](Reader& reader) { return std::make_unique<Forging>(reader, forge); }};
  check_that_a_payment_fails(store);
}

TEST_CASE("An index that names an entry that is not there stops the lane") {
  struct Misled final : PassingReader {
    using PassingReader::PassingReader;
    std::optional<Seq> find_key(const MarketId&, const CreditKey&) override { return Seq{99}; }
    std::optional<std::string> newest_reference(const MarketId&, BusinessDay,
                                                const std::string&) override {
      return "Z";
    }
  };
  MemoryStore real;
  WithReaders store{real, as_it_is,
                    [](Reader& reader) { return std::make_unique<Misled>(reader); }};
  check_that_a_payment_fails(store);
}

TEST_CASE("A gateway that was taken over from answers nobody, though its store would still write") {
  struct TakenOver final : PassingStore {
    using PassingStore::PassingStore;
    Lead lead() const override { return Lead::lost; }
  };
  MemoryStore real;
  TakenOver store{real};
  check_that_a_payment_fails(store);
  CHECK(real.own_reader().heads().empty());
}

TEST_CASE(
    "Before those who wait are told that the lane has failed, it is told whether the disk did") {
  struct Failing final : PassingStore {
    Failing(Store& real, bool disk_) : PassingStore(real), disk(disk_) {}
    void append(std::span<const SealedEntry>, std::span<const VaultChange>,
                std::span<const Seal>) override {
      if (disk) throw DiskFailure("disk I/O error");
      throw StoreFailure("what was committed does not read back");
    }
    bool disk;
  };
  const bool disk = GENERATE(true, false);
  const std::size_t writers = GENERATE(0, 1);
  MemoryStore real;
  Failing store{real, disk};
  FirstWins rules;
  ManualClock clock{market_morning()};
  Reports reports;
  Appender appender{store, rules, clock, reports, {.writers = writers}};
  std::unique_ptr<Command> command =
      std::make_unique<Payment>(credit_draft("ha-long-1", "A1", "FT1", 1));
  REQUIRE(appender.submit(command) == Appender::Submitted::queued);
  reports.wait_for_answers(1);
  CHECK(reports.failed_count() == 1);
  CHECK(reports.has_disk_failed() == disk);
}

TEST_CASE("Where nothing may be added and then a reader fails, nobody is left without an answer") {
  MemoryStore real;
  Full store{real};
  int asked = 0;
  Looking rules{[&](KnownKeys&) {
    if (++asked == 3) throw StoreFailure("disk I/O error");
  }};
  ManualClock clock{market_morning()};
  Reports reports;
  Appender appender{store, rules, clock, reports};
  for (const char* reference : {"FT1", "FT2", "FT3"}) {
    std::unique_ptr<Command> command =
        std::make_unique<Payment>(credit_draft("ha-long-1", "A1", reference, 1));
    REQUIRE(appender.submit(command) == Appender::Submitted::queued);
  }
  rules.go.count_down();  // the second and the third are one batch
  reports.wait_for_answers(3);
  appender.stop();
  CHECK(reports.failed_count() == 3);
}

TEST_CASE("On a full disk a start signs nothing, and what would change the vault is refused") {
  const auto market = MarketId::parse("ha-long-1").value();
  MemoryStore real;
  LogWriter{real}.add(std::vector{credit_draft("ha-long-1", "A1", "FT1", 1)});
  Full store{real};
  FirstClaims rules;
  ManualClock clock{market_morning()};
  Reports reports;
  Appender appender{
      store,   rules, clock,
      reports, {},    std::make_unique<Sealer>(real.own_reader(), LogKey{"pay.example.vn", {}})};
  std::unique_ptr<Command> command =
      std::make_unique<Payment>(credit_draft("ha-long-1", "A1", "complaint", 1));
  REQUIRE(appender.submit(command) == Appender::Submitted::queued);
  reports.wait_for_answers(1);
  CHECK(reports.failed_count() == 1);
  appender.stop();
  CHECK_FALSE(real.own_reader().checkpoint(market).has_value());
  CHECK(real.own_reader().vault_list("").empty());
}
