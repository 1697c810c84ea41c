#include "gateway/api/sessions.hpp"

#include <catch2/catch.hpp>

#include "gateway/api/access_keys.hpp"
#include "ledger/memory_store.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::api;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

Session session_of(const char* account, ledger::Instant now) {
  return {account, "Firefox", now, now, now};
}

void keep(ledger::Store& store, const std::vector<ledger::VaultChange>& rows) {
  store.begin();
  store.append({}, rows);
}

}  // namespace

TEST_CASE("A session ends half an hour after its last request, and twelve hours after its first") {
  testing::RepeatableRandom random;
  const auto start = testing::market_morning();
  Sessions sessions;
  const auto hash = key_hash(sessions.open(session_of("lan", start), random).id);
  auto now = start + minutes{30} - seconds{1};
  CHECK(sessions.find(hash, now)->account == "lan");
  CHECK(sessions.find(hash, now + minutes{29}));
  CHECK_FALSE(sessions.find(hash, now + minutes{29} + minutes{30}));
  // Used all day, it ends all the same.
  const auto busy = key_hash(sessions.open(session_of("lan", start), random).id);
  for (now = start; now < start + std::chrono::hours{12}; now += minutes{20}) {
    CHECK(sessions.find(busy, now));
  }
  CHECK_FALSE(sessions.find(busy, start + std::chrono::hours{12}));
}

TEST_CASE("Looking whether a session lives keeps nobody signed in") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  Sessions sessions;
  const auto hash = key_hash(sessions.open(session_of("lan", now), random).id);
  CHECK(sessions.has(hash, now + minutes{29}));
  CHECK_FALSE(sessions.has(hash, now + minutes{31}));
  CHECK_FALSE(sessions.has(key_hash("cs_guessed"), now));
}

TEST_CASE("Sessions outlive a restart, with when they were used, and the vault has no id of one") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  ledger::MemoryStore store;
  Sessions before;
  const auto opened = before.open(session_of("lan", now), random);
  const auto hash = key_hash(opened.id);
  keep(store, opened.rows);
  CHECK(before.find(hash, now + minutes{29}));
  keep(store, before.due(now + minutes{29}));
  CHECK(before.due(now + minutes{29}).empty());
  for (const auto& [name, value] : store.own_reader().vault_list("")) {
    CHECK((name + value).find(opened.id.substr(3)) == std::string::npos);
  }
  Sessions after;
  after.load(store.own_reader());
  CHECK(after.find(hash, now + minutes{58})->agent == "Firefox");
  keep(store, after.due(now + std::chrono::hours{13}));
  CHECK(store.own_reader().vault_list("session").empty());
}

TEST_CASE("A session that has ended does not come back, whatever is written late") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  ledger::MemoryStore store;
  Sessions before;
  const auto opened = before.open(session_of("lan", now), random);
  const auto hash = key_hash(opened.id);
  keep(store, opened.rows);
  before.find(hash, now + seconds{1});
  const auto late = before.due(now + seconds{1});
  keep(store, before.end(hash));
  CHECK_FALSE(before.find(hash, now + seconds{2}));
  keep(store, late);
  Sessions after;
  after.load(store.own_reader());
  CHECK_FALSE(after.find(hash, now + seconds{2}));
}

TEST_CASE(
    "A session that ended while the ledger had too much to do is erased later, and then no more") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  ledger::MemoryStore store;
  Sessions before;
  const auto opened = before.open(session_of("lan", now), random);
  keep(store, opened.rows);
  const auto not_kept = before.end(key_hash(opened.id));
  CHECK(before.unwritten().size() == not_kept.size());
  CHECK(before.unwritten().size() == 2);
  keep(store, before.unwritten());
  Sessions after;
  after.load(store.own_reader());
  CHECK_FALSE(after.has(key_hash(opened.id), now));
  for (const auto& row : not_kept) before.erased(row.name);
  CHECK(before.unwritten().empty());
}

TEST_CASE(
    "What hung on a key that was revoked elsewhere is erased, and nothing of a key that is there") {
  testing::RepeatableRandom random;
  testing::ManualClock clock{testing::market_morning()};
  ledger::MemoryStore store;
  const Access access{merchant::MarketId::parse("cho-that").value(), Role::till,
                      merchant::StallId::parse("A12").value()};
  const auto key = new_key(random);
  const auto gone = key_hash(new_key(random));
  keep(store, {key_row(key, access)});
  for (const auto& hash : {key_hash(key), gone}) {
    keep(store, DevicePins::setting(hash, "argon2id", clock.now()));
    keep(store, {PushSubscriptions::row(
                    hash, {access.market, access.stall, "https://push.example", "p", "a"})});
  }
  AccessKeys keys{clock};
  keys.load(store.own_reader());
  const auto rows = keys.unwritten();
  CHECK(rows.size() == 3);
  for (const auto& row : rows) {
    CHECK(row.name.ends_with(gone));
    CHECK_FALSE(row.value);
  }
  keep(store, rows);
  CHECK(store.own_reader().vault_list("pin").size() == 2);
  CHECK(store.own_reader().vault_list("push/").size() == 1);
  for (const auto& row : rows) keys.erased(row.name);
  CHECK(keys.unwritten().empty());
  // As `chopay key revoke` does it beside a stopped server.
  keep(store, key_erasure(key_hash(key)));
  CHECK(store.own_reader().vault_list("").empty());
}

TEST_CASE("Whoever signs in everywhere loses the session that was used longest ago") {
  testing::RepeatableRandom random;
  auto now = testing::market_morning();
  Sessions sessions;
  const auto other = key_hash(sessions.open(session_of("minh", now), random).id);
  std::vector<std::string> hashes;
  for (std::size_t i = 0; i <= Sessions::of_account_max; ++i) {
    now += seconds{1};
    hashes.push_back(key_hash(sessions.open(session_of("lan", now), random).id));
  }
  CHECK_FALSE(sessions.has(hashes.front(), now));
  CHECK(sessions.has(hashes[1], now));
  CHECK(sessions.has(other, now));
  CHECK(sessions.list("lan", now).size() == Sessions::of_account_max);
  CHECK(sessions.list("lan", now).front().hash == hashes.back());
}

TEST_CASE("To put somebody out ends all of theirs and no other's") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  Sessions sessions;
  sessions.open(session_of("lan", now), random);
  sessions.open(session_of("lan", now), random);
  const auto other = key_hash(sessions.open(session_of("minh", now), random).id);
  CHECK(sessions.end_all("lan").size() == 4);
  CHECK(sessions.list("lan", now).empty());
  CHECK(sessions.has(other, now));
}
