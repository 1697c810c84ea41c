#include "gateway/api/accounts.hpp"

#include <catch2/catch.hpp>

#include "ledger/memory_store.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::api;

namespace {

Account person(const std::string& name, const char* market = "cho-that") {
  Account account{name, {merchant::MarketId::parse(market).value(), Role::board, {}}, "hash", {}};
  account.access.name = "Chị Lan";
  account.access.made_at = testing::market_morning();
  account.secret[3] = 7;
  return account;
}

}  // namespace

TEST_CASE("A sign-in name is one person's, on all markets of a server") {
  Accounts accounts;
  CHECK(accounts.add(person("lan")));
  CHECK_FALSE(accounts.add(person("lan")));
  CHECK_FALSE(accounts.add(person("lan", "cho-khac")));
  accounts.remove("lan");
  CHECK(accounts.add(person("lan", "cho-khac")));
}

TEST_CASE(
    "An account that went while the ledger had too much to do is erased later, unless its name is "
    "taken anew") {
  Accounts accounts;
  accounts.add(person("lan"));
  accounts.add(person("minh"));
  accounts.remove("lan");
  accounts.remove("minh");
  accounts.remove("nobody");
  CHECK(accounts.unwritten().size() == 2);
  CHECK(accounts.add(person("lan")));
  REQUIRE(accounts.unwritten().size() == 1);
  CHECK(accounts.unwritten().front().name == Accounts::erasure("minh").name);
  accounts.erased(Accounts::erasure("minh").name);
  CHECK(accounts.unwritten().empty());
}

TEST_CASE("Of two who come with one code, one is let in, and none with an older one") {
  Accounts accounts;
  accounts.add(person("lan"));
  CHECK(accounts.accept("lan", 100, "hash"));
  CHECK_FALSE(accounts.accept("lan", 100, "hash"));
  CHECK_FALSE(accounts.accept("lan", 99, "hash"));
  CHECK(accounts.accept("lan", 101, "hash"));
  CHECK_FALSE(accounts.accept("nobody", 101, "hash"));
}

TEST_CASE("An account outlives a restart with the code that it accepted last") {
  ledger::MemoryStore store;
  Accounts before;
  auto rows = before.add(person("lan"))->rows;
  rows.push_back(*before.accept("lan", 100, "hash"));
  store.begin();
  store.append({}, rows);
  Accounts after;
  after.load(store.own_reader());
  const auto lan = after.find("lan");
  REQUIRE(lan);
  CHECK(lan->access.role == Role::board);
  CHECK(lan->access.name == "Chị Lan");
  CHECK(lan->access.made_at == testing::market_morning());
  CHECK(lan->password == "hash");
  CHECK(lan->secret == person("lan").secret);
  CHECK_FALSE(after.accept("lan", 100, "hash"));
}

TEST_CASE("A market has one first manager, also when she is gone, and she may come in anew") {
  ledger::MemoryStore store;
  Accounts before;
  auto lan = person("lan");
  lan.access.vouched_by = first_manager;
  const auto given_up = before.add(lan);
  REQUIRE(given_up);
  before.give_up(lan, *given_up);
  CHECK_FALSE(before.has_first(lan.access.market));
  const auto added = before.add(lan);
  REQUIRE(added);
  auto minh = person("minh");
  minh.access.vouched_by = first_manager;
  CHECK(before.add(minh));
  CHECK(before.find("minh")->access.vouched_by.empty());
  store.begin();
  store.append({}, added->rows);
  const std::vector<ledger::VaultChange> gone{Accounts::erasure("lan")};
  store.begin();
  store.append({}, gone);
  Accounts after;
  after.load(store.own_reader());
  CHECK(after.list(lan.access.market).empty());
  CHECK(after.has_first(lan.access.market));
  CHECK(after.add(minh));
  CHECK(after.find("minh")->access.vouched_by.empty());
  CHECK(after.add(lan));
  CHECK(after.find("lan")->access.vouched_by == first_manager);
}

TEST_CASE(
    "A market of before has the eldest whom nobody let in as its first manager, also when she "
    "goes") {
  ledger::MemoryStore store;
  auto lan = person("lan");
  auto minh = person("minh");
  minh.access.made_at += std::chrono::seconds{1};
  auto binh = person("binh");
  binh.access.by_another = true;
  binh.access.made_at -= std::chrono::hours{1};
  {
    Accounts before;
    for (const auto& one : {lan, minh, binh}) {
      store.begin();
      store.append({}, before.add(one)->rows);
    }
  }
  const auto market = lan.access.market;
  Accounts accounts;
  accounts.load(store.own_reader());
  CHECK(accounts.has_first(market));
  CHECK(accounts.has_board(market));
  CHECK(accounts.find("lan")->access.vouched_by == first_manager);
  CHECK(accounts.find("minh")->access.vouched_by.empty());
  CHECK(accounts.find("binh")->access.vouched_by.empty());
  const auto kept = accounts.unwritten();
  REQUIRE(kept.size() == 1);
  accounts.written(kept.front().name);
  CHECK(accounts.unwritten().empty());
  store.begin();
  store.append({}, kept);
  const std::vector<ledger::VaultChange> gone{Accounts::erasure("lan")};
  store.begin();
  store.append({}, gone);
  accounts.load(store.own_reader());
  CHECK(accounts.has_first(market));
  CHECK(accounts.find("minh")->access.vouched_by.empty());
}

TEST_CASE("Another password takes the place of the one before, and of nobody's who is gone") {
  Accounts accounts;
  accounts.add(person("lan"));
  CHECK(accounts.set_password("lan", "other"));
  // Who was judged by the password before, while it was being changed, stays out.
  CHECK_FALSE(accounts.accept("lan", 100, "hash"));
  CHECK(accounts.accept("lan", 100, "other"));
  CHECK(accounts.find("lan")->password == "other");
  CHECK_FALSE(accounts.set_password("minh", "other"));
}

TEST_CASE("A market has so many accounts and no more, and a damaged row is nobody's") {
  Accounts accounts;
  for (std::size_t i = 0; i < Accounts::of_market_max; ++i) {
    CHECK(accounts.add(person("lan" + std::to_string(i))));
  }
  CHECK_FALSE(accounts.add(person("lan")));
  CHECK(accounts.add(person("lan", "cho-khac")));
  ledger::MemoryStore store;
  const std::vector<ledger::VaultChange> rows{
      {"account/a", "{}"},
      {"account/b", "x"},
      {"account/c", R"({"market":"cho-that","role":"board","password":"x","code_secret":"x"})"}};
  store.begin();
  store.append({}, rows);
  accounts.load(store.own_reader());
  for (const auto* name : {"a", "b", "c", "lan"}) CHECK_FALSE(accounts.find(name));
}
