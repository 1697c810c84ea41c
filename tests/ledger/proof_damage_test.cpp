// Tiles, checkpoints and lists that do not fit to a log whose entries are whole.
#include <catch2/catch.hpp>

#include <algorithm>

#include "ledger/balances.hpp"
#include "ledger/error.hpp"
#include "ledger/log_key.hpp"
#include "ledger/sealer.hpp"
#include "ledger/tile.hpp"
#include "ledger/verify.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/passing_store.hpp"
#include "tests/support/tampered_store.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;

namespace {

const auto market = MarketId::parse("ha-long-1").value();
const LogKey key{"pay.example.vn", {}};

/// A log of so many entries, whose seals are what a test wants.
struct Log : TamperedStore {
  explicit Log(int entries, const std::string& name = "ha-long-1") { add(entries, name); }
  void add(int entries, const std::string& name) {
    std::vector<Draft> drafts;
    for (int i = 0; i < entries; ++i) {
      drafts.push_back(credit_draft(name, "A1", "FT" + std::to_string(i), 1'000));
    }
    for (const auto& entry : LogWriter{store}.add(drafts)) tree.add(entry.hash, filled);
  }
  void seal(const std::vector<TileRoot>& tiles, std::optional<StoredCheckpoint> checkpoint = {}) {
    const Seal all{market, tiles, std::move(checkpoint)};
    store.begin();
    store.append({}, {}, {&all, 1});
  }
  StoredCheckpoint checkpoint(std::int32_t day) const {
    return {BusinessDay::from_days(day), tree.size(), key.sign(market, tree.size(), tree.root())};
  }
  std::optional<Damage> damage(const VerifyTrust& trust = {}) {
    return verify(reader(), trust).damage;
  }
  CompactTree tree;
  std::vector<TileRoot> filled;
};

}  // namespace

TEST_CASE("Verify finds tiles and checkpoints that are missing, too many or none") {
  Log log{300};
  SECTION("all is there") {
    log.seal(log.filled, log.checkpoint(1));
    CHECK_FALSE(log.damage().has_value());
  }
  SECTION("a tile is missing") {
    log.seal({}, log.checkpoint(1));
    CHECK(log.damage().value().error.code == Errc::tree_mismatch);
    CHECK(number(log.damage().value().seq) == 256);
  }
  SECTION("a tile of entries that are not there") {
    log.seal(log.filled);
    log.seal({{1, 1, Hash{9}}});
    CHECK(log.damage().value().error.detail == "tiles of entries that are not there");
  }
  SECTION("no note where a checkpoint should be, on two days") {
    log.seal(log.filled, StoredCheckpoint{BusinessDay::from_days(1), 300, "no note"});
    log.seal({}, StoredCheckpoint{BusinessDay::from_days(2), 300, "nor this"});
    CHECK(log.damage().value().error.code == Errc::bad_note);
    CHECK(log.damage().value().seq == Seq{});
    CHECK_THAT(log.damage().value().error.detail, Contains("the checkpoint of 1970-01-02"));
  }
  SECTION("a checkpoint of more entries") {
    log.seal(log.filled,
             StoredCheckpoint{BusinessDay::from_days(1), 301, key.sign(market, 301, Hash{})});
    CHECK_THAT(log.damage().value().error.detail, Contains("covers 301 entries"));
  }
}

TEST_CASE("A checkpoint that is none does not hide the entry that is damaged, or a later one") {
  Log log{300};
  log.seal(log.filled, StoredCheckpoint{BusinessDay::from_days(1), 200, "no note"});
  SECTION("an entry has another hash than its own") {
    log.change(market, [](MemoryImage::Log& kept) { kept.entries[6].hash[0] ^= 1; });
    CHECK(number(log.damage().value().seq) == 7);
  }
  SECTION("the checkpoint of the day after signs another tree") {
    log.seal({}, StoredCheckpoint{BusinessDay::from_days(2), 300, key.sign(market, 300, Hash{})});
    CHECK(number(log.damage().value().seq) == 300);
    CHECK_THAT(log.damage().value().error.detail, Contains("the checkpoint of 1970-01-03"));
  }
  SECTION("a checkpoint is signed by another key") {
    const LogKey other{"pay.example.vn", ed25519::Seed{9}};
    log.change(market, [](MemoryImage::Log& kept) { kept.checkpoints.clear(); });
    log.seal({}, log.checkpoint(1));
    CHECK_FALSE(log.damage({key.identity(), {}}).has_value());
    const auto damage = log.damage({other.identity(), {}}).value();
    CHECK(damage.seq == Seq{});
    CHECK_THAT(damage.error.detail, Contains("the checkpoint of 1970-01-02"));
  }
}

TEST_CASE("A checkpoint that was kept elsewhere is held against its own market alone") {
  Log log{3};
  const auto kept = open_checkpoint(log.checkpoint(1).note, key.identity().verifier(market));
  LogWriter{log.store}.add(std::vector{credit_draft("ha-long-2", "A1", "FT1", 1'000)});
  CHECK_FALSE(log.damage({key.identity(), kept.value()}).has_value());
  auto other = kept.value();
  other.root[0] ^= 1;
  CHECK(log.damage({key.identity(), other}).value().market == market);
}

TEST_CASE("Sums that are out of their order are not sound, however many there are") {
  struct Reversed final : PassingReader {
    using PassingReader::PassingReader;
    std::vector<DayTotal> all_totals(const MarketId& of) override {
      auto totals = PassingReader::all_totals(of);
      std::ranges::reverse(totals);
      return totals;
    }
  };
  Log log{1};
  LogWriter{log.store}.add(std::vector{credit_draft("ha-long-1", "A2", "other", 1'000)});
  REQUIRE_FALSE(log.damage().has_value());
  Reversed reader{log.reader()};
  CHECK(verify(reader).damage.value().error.code == Errc::totals_mismatch);
}

TEST_CASE("Entries without a key are whole, and looked past where a key is missing") {
  Log log{1};
  auto bare = credit_draft("ha-long-1", "A1", "none", 1'000);
  bare.key.reset();
  LogWriter{log.store}.add(std::vector{bare, credit_draft("ha-long-1", "A1", "last", 1'000)});
  CHECK_FALSE(log.damage().has_value());
  log.change(market, [](MemoryImage::Log& kept) {
    std::erase_if(kept.keys, [](const auto& one) { return one.second == Seq{3}; });
  });
  CHECK(log.damage().value().error.code == Errc::key_mismatch);
  CHECK(number(log.damage().value().seq) == 3);
}

TEST_CASE("No tile and no proof is made of more entries than there are") {
  Log log{3};
  CHECK_THROWS_WITH(read_tile(log.reader(), market, 5, {false, 0, 0, 5}),
                    Contains("the log lacks hashes"));
  TileSource tiles{log.reader(), market};
  CHECK_THROWS_WITH(tiles(Node{2, 0}), Contains("the log is shorter than it says"));
  CHECK_FALSE(parse_tile_path("0/00a").has_value());
}

TEST_CASE("Only the log that grew is signed anew") {
  Log log{2};
  LogWriter{log.store}.add(std::vector{credit_draft("ha-long-2", "A1", "FT1", 1'000)});
  Sealer sealer{log.reader(), key};
  CHECK(sealer.seal(market_morning()).seals.size() == 2);
  const auto more =
      LogWriter{log.store}.add(std::vector{credit_draft("ha-long-2", "A1", "FT2", 1'000)});
  sealer.add(more[0]);
  const auto seals = sealer.seal(market_morning()).seals;
  REQUIRE(seals.size() == 1);
  CHECK(seals[0].market.text() == "ha-long-2");
}

TEST_CASE("A stall's day leaves out what is older than its first sale") {
  Log log{0};
  const auto day = business_day_of(market_morning());
  auto old = credit_draft("ha-long-1", "A1", "old", 1'000);
  old.day = BusinessDay::from_days(day.days() - 1);
  LogWriter{log.store}.add(std::vector{old, credit_draft("ha-long-1", "A1", "FT1", 1'000),
                                       credit_draft("ha-long-1", "A1", "FT2", 1'000)});
  CHECK(stall_day(log.reader(), market, StallId::parse("A1").value(), day, 10).size() == 2);
}
