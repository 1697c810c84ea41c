// What lies beside the entries, the same in every kind of store: keys, tiles, checkpoints, parts.
#include <catch2/catch.hpp>

#include "ledger/error.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/store_kinds.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

const auto market = MarketId::parse("ha-long-1").value();
const auto day = business_day_of(market_morning());

Draft credit(const std::string& reference) {
  return credit_draft("ha-long-1", "A1", reference, 1'000);
}

void put(Store& store, const Seal& seal) {
  store.begin();
  store.append({}, {}, {&seal, 1});
}

}  // namespace

TEST_CASE("An entry of no stall, no key and no private part is kept as it is") {
  const auto place = make_store(GENERATE(from_range(store_kinds())));
  auto bare = credit("FT1");
  bare.stall = {};
  bare.key.reset();
  bare.private_part = {};
  LogWriter{place->store()}.add(std::vector{bare, credit("FT2")});
  place->reopen();
  auto& reader = place->store().own_reader();
  CHECK(reader.key_count(market) == 1);
  CHECK(reader.private_count(market) == 1);
  CHECK_FALSE(reader.private_part(market, Seq{1}).has_value());
  std::vector<bool> parts;
  reader.read_rows(market, [&](const EntryRow& row) {
    CHECK(row.well_typed);
    CHECK(row.stall.empty() == (row.seq == Seq{1}));
    parts.push_back(row.private_part.has_value());
    return true;
  });
  CHECK(parts == std::vector{false, true});
  place->store().erase_private(market, std::vector{Seq{1}, Seq{2}});
  CHECK_FALSE(reader.private_part(market, Seq{1}).has_value());
  CHECK(reader.private_part(market, Seq{2}) == "");
}

TEST_CASE("Of a market that is not there no list is anything") {
  const auto place = make_store(GENERATE(from_range(store_kinds())));
  auto& reader = place->store().own_reader();
  CHECK(reader.stall_heads(market).empty());
  CHECK(reader.private_count(market) == 0);
  CHECK(reader.all_checkpoints(market).empty());
}

TEST_CASE("The newest reference of a day is the greatest of all its accounts") {
  const auto place = make_store(GENERATE(from_range(store_kinds())));
  auto other = credit("FT1");
  other.key->account = "9999999999";
  LogWriter{place->store()}.add(std::vector{credit("FT2"), other});
  CHECK(place->store().own_reader().newest_reference(market, day, "970436") == "FT2");
}

TEST_CASE("Rows and keys are read until their reader has enough") {
  const auto place = make_store(GENERATE(from_range(store_kinds())));
  LogWriter{place->store()}.add(std::vector{credit("FT3"), credit("FT1"), credit("FT2")});
  auto& reader = place->store().own_reader();
  std::vector<std::string> keys;
  reader.read_keys(market, [&](const KeyRow& row) {
    keys.emplace_back(row.reference);
    return keys.size() < 2;
  });
  CHECK(keys == std::vector<std::string>{"FT1", "FT2"});
  int rows = 0;
  reader.read_rows(market, [&](const EntryRow&) { return ++rows < 2; });
  CHECK(rows == 2);
  CHECK(reader.newest_reference(market, day, "970436") == "FT3");
  std::size_t beyond = 0;
  reader.read(market, last_seq_possible, 5, [&](const StoredEntry&) { return ++beyond > 0; });
  CHECK(beyond == 0);
}

TEST_CASE("Roots of tiles are given up to the first that is missing") {
  const auto place = make_store(GENERATE(from_range(store_kinds())));
  LogWriter{place->store()}.add(std::vector{credit("FT1")});
  put(place->store(), {market, {{1, 0, Hash{1}}, {1, 2, Hash{3}}, {2, 0, Hash{4}}}, {}});
  auto& reader = place->store().own_reader();
  CHECK(reader.tile_roots(market, 1, 0, 10) == std::vector{Hash{1}});
  CHECK(reader.tile_roots(market, 1, 1, 10).empty());
  CHECK(reader.tile_roots(market, 1, 2, 10) == std::vector{Hash{3}});
  put(place->store(), {market, {{1, 1, Hash{2}}}, {}});
  CHECK(reader.tile_roots(market, 1, 0, 2) == std::vector{Hash{1}, Hash{2}});
}

TEST_CASE("A tile that is there and a checkpoint that is larger are not replaced") {
  const auto place = make_store(GENERATE(from_range(store_kinds())));
  LogWriter{place->store()}.add(std::vector{credit("FT1"), credit("FT2")});
  const StoredCheckpoint checkpoint{day, 2, "note of 2"};
  put(place->store(), {market, {{1, 0, Hash{1}}}, checkpoint});
  SECTION("a tile") {
    CHECK_THROWS_AS(put(place->store(), {market, {{1, 0, Hash{9}}}, {}}), StoreFailure);
  }
  SECTION("a checkpoint") {
    CHECK_THROWS_AS(put(place->store(), {market, {}, StoredCheckpoint{day, 1, "note of 1"}}),
                    StoreFailure);
  }
  CHECK_THROWS_AS(place->store().begin(), StoreFailure);
  place->reopen();
  auto& reader = place->store().own_reader();
  CHECK(reader.tile_roots(market, 1, 0, 1) == std::vector{Hash{1}});
  CHECK(reader.checkpoint(market) == checkpoint);
}
