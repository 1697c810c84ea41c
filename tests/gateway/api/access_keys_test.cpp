#include "gateway/api/access_keys.hpp"

#include <catch2/catch.hpp>

#include "ledger/memory_store.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::api;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr std::size_t any_number = 1'000;

/// Keys over a vault, as a server has them.
struct Kept {
  testing::ManualClock clock{testing::market_morning()};
  testing::RepeatableRandom random;
  ledger::MemoryStore vault;
  AccessKeys keys{clock};

  /// A till's key that the vault has too.
  std::string make() {
    const auto key = new_key(random);
    const Access access{merchant::MarketId::parse("cho-that").value(), Role::till,
                        merchant::StallId::parse("A12").value()};
    keep({key_row(key, access)});
    keys.add(key_hash(key), access);
    return key;
  }
  void keep(const std::vector<ledger::VaultChange>& rows) {
    vault.begin();
    vault.append({}, rows);
  }
  void restart() { keys.load(vault.own_reader()); }
  std::optional<ledger::Instant> used_at(const std::string& key) const {
    for (const auto& view : keys.list(merchant::MarketId::parse("cho-that").value())) {
      if (view.hash == key_hash(key)) return view.used_at;
    }
    return std::nullopt;
  }
};

}  // namespace

TEST_CASE("When a key was last used is written once an hour, however often it is used") {
  Kept kept;
  const auto key = kept.make();
  CHECK(kept.keys.uses_due(hours{1}, any_number).empty());
  REQUIRE(kept.keys.find(key));
  CHECK(kept.keys.uses_due(hours{1}, any_number).size() == 1);
  for (int minute = 0; minute < 59; ++minute) {
    kept.clock.advance(minutes{1});
    REQUIRE(kept.keys.find(key));
    CHECK(kept.keys.uses_due(hours{1}, any_number).empty());
  }
  kept.clock.advance(minutes{1});
  REQUIRE(kept.keys.find(key));
  CHECK(kept.keys.uses_due(hours{1}, any_number).size() == 1);
}

TEST_CASE("An orderly stop writes every use, and the next start knows them") {
  Kept kept;
  const auto key = kept.make();
  const auto unused = kept.make();
  REQUIRE(kept.keys.find(key));
  kept.keep(kept.keys.uses_due(hours{1}, any_number));
  kept.clock.advance(minutes{7});
  REQUIRE(kept.keys.find(key));
  kept.keep(kept.keys.uses_due({}, any_number));
  kept.restart();
  CHECK(kept.used_at(key) == testing::market_morning() + minutes{7});
  CHECK(kept.used_at(unused) == std::nullopt);
  CHECK(kept.keys.uses_due({}, any_number).empty());
}

TEST_CASE("A market that opens at once is written in parts, each key in its turn") {
  Kept kept;
  for (int key = 0; key < 7; ++key) REQUIRE(kept.keys.find(kept.make()));
  CHECK(kept.keys.uses_due(hours{1}, 3).size() == 3);
  CHECK(kept.keys.uses_due(hours{1}, 3).size() == 3);
  CHECK(kept.keys.uses_due(hours{1}, 3).size() == 1);
  CHECK(kept.keys.uses_due(hours{1}, 3).empty());
}

TEST_CASE("A use that is written after its key was revoked is erased at the next start") {
  Kept kept;
  const auto key = kept.make();
  REQUIRE(kept.keys.find(key));
  const auto late = kept.keys.uses_due({}, any_number);
  REQUIRE(late.size() == 1);
  kept.keep(key_erasure(key_hash(key)));
  kept.keys.remove(key_hash(key));
  kept.keep(late);
  kept.restart();
  CHECK_FALSE(kept.keys.find(key));
  const auto lost = kept.keys.unwritten();
  REQUIRE(lost.size() == 1);
  CHECK(lost.front().name == late.front().name);
  CHECK_FALSE(lost.front().value);
}
