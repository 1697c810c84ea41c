#include "ledger/sealer.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "ledger/error.hpp"
#include "ledger/proof_check.hpp"
#include "ledger/verify.hpp"
#include "tests/ledger/sealed_lane.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

namespace files = std::filesystem;
const auto market = MarketId::parse("ha-long-1").value();

/// A ledger's folder with its head guard beside it, and room for copies of the folder.
struct Place {
  TemporaryDirectory root;
  std::string data() const { return root.path() + "/data"; }
  std::string copy() const { return root.path() + "/copy"; }
  std::string guard() const { return root.path() + "/head"; }
  void keep_copy() const {
    files::remove_all(copy());
    files::copy(data(), copy(), files::copy_options::recursive);
  }
  void bring_back() const {
    files::remove_all(data());
    files::rename(copy(), data());
  }
};

Checkpoint newest(SealedLane& lane) {
  const auto stored = lane.store.reader()->checkpoint(market).value();
  return open_checkpoint(stored.note, lane.identity.verifier(market)).value();
}

VerifyReport verified(SealedLane& lane) {
  return verify(*lane.store.reader(), {lane.identity, {}});
}

}  // namespace

TEST_CASE("What is answered is covered by a signed checkpoint in the file") {
  const Place place;
  SealedLane lane{place.data(), place.guard()};
  for (int i = 1; i <= 20; ++i) {
    REQUIRE(lane.pay("FT" + std::to_string(i)));
    CHECK(newest(lane).size == static_cast<std::uint64_t>(i));
  }
  const auto report = verified(lane);
  CHECK_FALSE(report.damage.has_value());
  CHECK(report.markets.at(0).signed_size == 20);
}

TEST_CASE("A log goes on with the same tree after a restart, over full tiles too") {
  const Place place;
  { SealedLane{place.data(), place.guard()}.pay_many(700); }
  SealedLane lane{place.data(), place.guard()};
  lane.pay_many(100);
  const auto report = verified(lane);
  INFO((report.damage ? report.damage->error.message() : std::string{}));
  CHECK_FALSE(report.damage.has_value());
  CHECK(report.markets.at(0).signed_size == 800);
  CHECK(lane.store.reader()->tile_roots(market, 1, 0, 10).size() == 3);
}

TEST_CASE("Of each day the newest checkpoint is kept") {
  const Place place;
  SealedLane lane{place.data(), place.guard()};
  lane.pay("FT1");
  lane.pay("FT2");
  lane.clock.advance(std::chrono::hours{24});
  lane.pay("FT3");
  const auto kept = lane.store.reader()->all_checkpoints(market);
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].size == 2);
  CHECK(kept[1].size == 3);
  CHECK_FALSE(verified(lane).damage.has_value());
}

TEST_CASE("A checkpoint at another day is not the newest, and out of order it is damage") {
  const Place place;
  SealedLane lane{place.data(), place.guard()};
  lane.pay("FT1");
  const auto first = lane.store.reader()->checkpoint(market).value();
  lane.pay("FT2");
  sqlite::Database{place.data() + "/ledger.db", sqlite::Access::read_write}.run(
      ("INSERT INTO checkpoint SELECT market_no, day + 1, 1, '" + first.note + "' FROM checkpoint")
          .c_str());
  CHECK(lane.store.reader()->checkpoint(market).value().size == 2);
  CHECK(verified(lane).damage.value().error.detail ==
        "checkpoints are not in the order of their days");
}

TEST_CASE("An old copy of the ledger is read but neither signed nor added to") {
  const Place place;
  {
    SealedLane lane{place.data(), place.guard()};
    lane.pay("FT1");
    lane.pay("FT2");
  }
  place.keep_copy();
  { SealedLane{place.data(), place.guard()}.pay("FT3"); }
  place.bring_back();
  SealedLane lane{place.data(), place.guard()};
  CHECK_FALSE(lane.pay("FT4"));
  CHECK(lane.refused().why == Refusal::rolled_back);
  CHECK(lane.refused().text.find("was signed up to 3 entries, this ledger has 2") !=
        std::string::npos);
  CHECK(lane.look());
  CHECK(newest(lane).size == 2);
}

TEST_CASE("An old copy that went on elsewhere is a second history, and refused") {
  const Place place;
  { SealedLane{place.data(), place.guard()}.pay("FT1"); }
  place.keep_copy();
  { SealedLane{place.data(), place.guard()}.pay("FT2"); }
  place.bring_back();
  { SealedLane{place.data(), ""}.pay_many(5); }
  SealedLane lane{place.data(), place.guard()};
  CHECK_FALSE(lane.pay("FT9"));
  CHECK(lane.refused().why == Refusal::forked);
  CHECK(lane.look());
}

TEST_CASE("A signed ledger without its head guard or with another key is only read") {
  const Place place;
  { SealedLane{place.data(), place.guard()}.pay("FT1"); }
  files::remove(place.guard());
  {
    SealedLane lane{place.data(), place.guard()};
    CHECK_FALSE(lane.pay("FT2"));
    CHECK(lane.refused().why == Refusal::guard_lost);
  }
  files::remove(place.data() + "/log.key");
  RepeatableRandom other{99};
  load_or_create_log_key(place.data(), "pay.example.vn", other);
  SealedLane lane{place.data(), ""};
  CHECK_FALSE(lane.pay("FT2"));
  CHECK(lane.refused().why == Refusal::key_lost);
}

TEST_CASE("A ledger that lost its file is refused by the guard, not begun anew") {
  const Place place;
  { SealedLane{place.data(), place.guard()}.pay("FT1"); }
  files::remove_all(place.data());
  SealedLane lane{place.data(), place.guard()};
  CHECK_FALSE(lane.pay("FT2"));
  CHECK(lane.refused().why == Refusal::rolled_back);
}

TEST_CASE("While the clock is behind the log nothing is added, and then it goes on") {
  const Place place;
  SealedLane lane{place.data(), place.guard()};
  lane.pay("FT1");
  lane.clock.advance(-std::chrono::minutes{4});
  CHECK(lane.pay("FT2"));
  lane.clock.advance(-std::chrono::hours{1});
  CHECK_FALSE(lane.pay("FT3"));
  CHECK(lane.refused().why == Refusal::clock_behind);
  CHECK(lane.look());
  CHECK_FALSE(lane.pay("FT3"));
  lane.clock.advance(std::chrono::hours{2});
  CHECK(lane.pay("FT3"));
  CHECK(lane.pay("FT4"));
  CHECK(lane.refusals() == std::vector<std::string>{"clock_behind", "none"});
}

TEST_CASE("A lane that may add nothing says so once, at its start, and then with no batch more") {
  const Place place;
  { SealedLane{place.data(), place.guard()}.pay("FT1"); }
  files::remove(place.guard());
  SealedLane lane{place.data(), place.guard()};
  CHECK(lane.refusals() == std::vector<std::string>{"head_guard_lost"});
  CHECK_FALSE(lane.pay("FT2"));
  CHECK(lane.refusals().size() == 1);
}

TEST_CASE("What was written without a key is signed at the next start with one") {
  const Place place;
  {
    SqliteStore store{place.data()};
    Head head;
    std::vector<SealedEntry> entries;
    for (int i = 0; i < 300; ++i) {
      entries.push_back(seal(credit_draft("ha-long-1", "A1", "FT" + std::to_string(i), 1),
                             next(head.seq), head.hash, market_morning()));
      head = {entries.back().entry.seq, entries.back().hash};
    }
    store.begin();
    store.append(entries, {});
  }
  SealedLane lane{place.data(), place.guard()};
  CHECK(newest(lane).size == 300);
  const auto report = verified(lane);
  INFO((report.damage ? report.damage->error.message() : std::string{}));
  CHECK_FALSE(report.damage.has_value());
}

TEST_CASE("Verify finds a changed checkpoint, a changed tile, and a log that does not continue") {
  const Place place;
  Checkpoint kept;
  {
    SealedLane lane{place.data(), place.guard()};
    lane.pay_many(300);
    kept = newest(lane);
    lane.pay_many(10);
    CHECK_FALSE(verify(*lane.store.reader(), {lane.identity, kept}).damage.has_value());
    auto other = kept;
    other.root[0] ^= 1;
    const auto report = verify(*lane.store.reader(), {lane.identity, other});
    REQUIRE(report.damage.has_value());
    CHECK(report.damage->error.code == Errc::tree_mismatch);
    CHECK(number(report.damage->seq) == 300);
    other = kept;
    other.size = 1'000;
    CHECK(verify(*lane.store.reader(), {lane.identity, other}).damage.has_value());
    other = kept;
    other.origin = "pay.example.vn/nowhere";
    CHECK(verify(*lane.store.reader(), {lane.identity, other}).damage.has_value());
  }
  const auto tampered = [&](const char* sql) {
    place.keep_copy();
    sqlite::Database database{place.copy() + "/ledger.db", sqlite::Access::read_write};
    database.run("DROP TRIGGER tile_not_updated; DROP TRIGGER checkpoint_only_grows");
    database.run(sql);
    SqliteReader reader{database};
    return verify(reader, {load_log_key(place.data())->identity(), {}}).damage;
  };
  CHECK(tampered("UPDATE tile SET hash = zeroblob(32)").value().error.code == Errc::tree_mismatch);
  CHECK(tampered("UPDATE checkpoint SET size = size - 1").has_value());
  CHECK(tampered("UPDATE checkpoint SET note = replace(note, 'A', 'B')").has_value());
  CHECK(tampered("SELECT 1").value().error.code == Errc::structure_damaged);  // by its triggers
}

TEST_CASE("A mark that somebody else changed stops the lane") {
  const Place place;
  SealedLane lane{place.data(), place.guard()};
  REQUIRE(lane.pay("FT1"));
  std::fstream{place.guard(), std::ios::in | std::ios::out}.seekp(512).write("x", 1);
  CHECK_FALSE(lane.pay("FT2"));
}
