#include "gateway/api/push_subscriptions.hpp"

#include <catch2/catch.hpp>

#include "gateway/api/access_keys.hpp"
#include "gateway/api/open_lines.hpp"
#include "ledger/memory_store.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::api;

namespace {

const auto market = merchant::MarketId::parse("ha-long-1").value();
const auto stall = merchant::StallId::parse("A12").value();
const auto other_stall = merchant::StallId::parse("A13").value();

PushSubscription subscription(std::string endpoint = "https://push.example.net/a") {
  return {market, stall, std::move(endpoint), std::string(65, '\4'), std::string(16, '\0')};
}

void put(ledger::Store& store, const std::vector<ledger::VaultChange>& rows) {
  store.begin();
  store.append({}, rows);
}

}  // namespace

TEST_CASE("A subscription is the same after a restart, bytes that are no text included") {
  ledger::MemoryStore store;
  put(store, {PushSubscriptions::row("till", subscription())});
  PushSubscriptions pushes;
  pushes.load(*store.reader());
  const auto read = pushes.find("till");
  REQUIRE(read);
  CHECK(read->endpoint == subscription().endpoint);
  CHECK(read->point == subscription().point);
  CHECK(read->auth == subscription().auth);
  CHECK(pushes.markets() == std::set{market});
  CHECK(pushes.stalls_of(market) == std::set{stall});
}

TEST_CASE("A device is woken for its own stall alone, and by its newest subscription") {
  PushSubscriptions pushes;
  pushes.set("till", subscription());
  pushes.set("till", subscription("https://push.example.net/b"));
  CHECK(pushes.keys_of(market, {stall}) == std::vector<std::string>{"till"});
  CHECK(pushes.keys_of(market, {other_stall}).empty());
  CHECK(pushes.find("till")->endpoint == "https://push.example.net/b");
}

TEST_CASE("A row that cannot be read wakes nobody and hinders nobody") {
  ledger::MemoryStore store;
  put(store,
      {{"push/a", "{"},
       {"push/b", R"({"market":"ha-long-1","stall":"A12","endpoint":"","point":"","auth":""})"},
       PushSubscriptions::row("till", subscription())});
  PushSubscriptions pushes;
  pushes.load(*store.reader());
  CHECK_FALSE(pushes.find("a").has_value());
  CHECK_FALSE(pushes.find("b").has_value());
  CHECK(pushes.find("till").has_value());
}

TEST_CASE("A key that is erased leaves neither PIN nor subscription in the vault") {
  ledger::MemoryStore store;
  const ledger::SystemClock clock;
  const std::string key = "ck_key";
  const auto hash = key_hash(key);
  put(store, {key_row(key, Access{market, Role::till, stall}),
              PushSubscriptions::row(hash, subscription())});
  put(store, DevicePins::setting(hash, "hash", testing::market_morning()));
  AccessKeys keys{clock};
  keys.load(*store.reader());
  REQUIRE(keys.pushes.find(hash));
  put(store, key_erasure(hash));
  keys.remove(hash);
  CHECK_FALSE(keys.pushes.find(hash).has_value());
  CHECK_FALSE(keys.pins.has(hash));
  CHECK(store.reader()->vault_list("").empty());
}

TEST_CASE("A key listens until the last of its streams has ended") {
  OpenLines lines;
  {
    const OpenLines::Line first{lines, "till"};
    {
      const OpenLines::Line second{lines, "till"};
      CHECK(lines.has("till"));
    }
    CHECK(lines.has("till"));
    CHECK_FALSE(lines.has("helper"));
  }
  CHECK_FALSE(lines.has("till"));
}
