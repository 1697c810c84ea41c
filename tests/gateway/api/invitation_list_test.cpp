#include "gateway/api/invitation_list.hpp"

#include <catch2/catch.hpp>

#include "ledger/memory_store.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::api;

namespace {

Access helper(const char* stall) {
  return {merchant::MarketId::parse("cho-that").value(), Role::helper,
          merchant::StallId::parse(stall).value()};
}

}  // namespace

TEST_CASE("An invitation is good once, however often it was looked at") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  InvitationList list;
  const auto code = list.offer(helper("A12"), now, random).code;
  CHECK(code.size() == 26);
  CHECK(list.look(code, now)->access.stall.text() == "A12");
  CHECK(list.look(code, now).has_value());
  CHECK(list.take(code, now)->access.role == Role::helper);
  CHECK_FALSE(list.take(code, now).has_value());
  CHECK_FALSE(list.look(code, now).has_value());
}

TEST_CASE("An invitation ends after ten minutes, and a wrong code opens nothing") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  InvitationList list;
  const auto code = list.offer(helper("A12"), now, random).code;
  CHECK_FALSE(list.look(std::string(26, '0'), now).has_value());
  CHECK(list.look(code, now + InvitationList::lifetime - std::chrono::milliseconds{1}));
  CHECK_FALSE(list.take(code, now + InvitationList::lifetime).has_value());
}

TEST_CASE("Too many open invitations push out the oldest, not the newest") {
  testing::RepeatableRandom random;
  auto now = testing::market_morning();
  InvitationList list;
  const auto first = list.offer(helper("B01"), now, random).code;
  std::string last;
  for (std::size_t i = 0; i < InvitationList::open_max; ++i) {
    now += std::chrono::milliseconds{1};
    last = list.offer(helper(("A" + std::to_string(i)).c_str()), now, random).code;
  }
  CHECK_FALSE(list.look(first, now).has_value());
  CHECK(list.look(last, now).has_value());
}

TEST_CASE("A stall's newer invitation ends the older of the same role, and no other's") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  InvitationList list;
  const auto other_stall = list.offer(helper("A01"), now, random).code;
  auto household = helper("A12");
  household.role = Role::till;
  const auto other_role = list.offer(household, now, random).code;
  const auto older = list.offer(helper("A12"), now, random).code;
  const auto newer = list.offer(helper("A12"), now, random).code;
  CHECK_FALSE(list.take(older, now).has_value());
  CHECK(list.take(newer, now).has_value());
  CHECK(list.take(other_stall, now).has_value());
  CHECK(list.take(other_role, now).has_value());
}

TEST_CASE("An invitation outlives a restart, spent ones stay spent, and the vault has no code") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  ledger::MemoryStore store;
  const auto keep = [&](const std::vector<ledger::VaultChange>& rows) {
    store.begin();
    store.append({}, rows);
  };
  InvitationList before;
  auto board = helper("A12");
  board.role = Role::board;
  board.name = "Chị Lan";
  board.by_another = true;
  const auto offered = before.offer(board, now, random);
  const auto spent = before.offer(helper("A12"), now, random);
  keep(offered.rows);
  keep(spent.rows);
  CHECK(before.take(spent.code, now));
  const std::vector<ledger::VaultChange> gone{InvitationList::erasure(spent.code)};
  keep(gone);
  for (const auto& [name, value] : store.own_reader().vault_list("")) {
    CHECK((name + value).find(offered.code) == std::string::npos);
  }
  InvitationList after;
  after.load(store.own_reader());
  const auto there = after.look(offered.code, now);
  REQUIRE(there);
  CHECK(there->access.role == Role::board);
  CHECK(there->access.name == "Chị Lan");
  CHECK(there->access.by_another);
  CHECK(there->secret == before.look(offered.code, now)->secret);
  CHECK_FALSE(after.look(spent.code, now));
  CHECK_FALSE(after.look(offered.code, now + InvitationList::lifetime));
}

TEST_CASE(
    "After a restart too an invitation says whose account it renews, and who vouches for whom") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  ledger::MemoryStore store;
  auto lan = helper("A12");
  lan.role = Role::board;
  lan.vouched_by = first_manager;
  InvitationList before;
  const auto renewal =
      before.offer(lan, now, random, InvitationList::lifetime, Renewal{"lan", "$argon2id$x"});
  const auto other = before.offer(helper("A12"), now, random);
  for (const auto& rows : {renewal.rows, other.rows}) {
    store.begin();
    store.append({}, rows);
  }
  InvitationList after;
  after.load(store.own_reader());
  const auto there = after.look(renewal.code, now);
  REQUIRE(there);
  REQUIRE(there->renews);
  CHECK(there->renews->name == "lan");
  CHECK(there->renews->password == "$argon2id$x");
  CHECK(there->access.vouched_by == first_manager);
  CHECK_FALSE(after.look(other.code, now)->renews);
  CHECK(after.look(other.code, now)->access.vouched_by.empty());
}

TEST_CASE(
    "What a newer invitation ends is erased with it, and one that came to nothing is put back") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  InvitationList list;
  const auto older = list.offer(helper("A12"), now, random);
  const auto newer = list.offer(helper("A12"), now, random);
  REQUIRE(newer.rows.size() == 2);
  CHECK(newer.rows.front().name == older.rows.front().name);
  CHECK_FALSE(newer.rows.front().value);
  REQUIRE(list.take(newer.code, now));
  list.put_back(newer.code);
  CHECK(list.take(newer.code, now));
}

TEST_CASE("What is put back after a newer invitation of its role is not a second one") {
  testing::RepeatableRandom random;
  const auto now = testing::market_morning();
  InvitationList list;
  const auto older = list.offer(helper("A12"), now, random);
  REQUIRE(list.take(older.code, now));
  const auto newer = list.offer(helper("A12"), now, random);
  // Its row lies in the vault: without this the next start would bring it back.
  REQUIRE(newer.rows.size() == 2);
  CHECK(newer.rows.front().name == older.rows.back().name);
  CHECK_FALSE(newer.rows.front().value);
  list.put_back(older.code);
  CHECK_FALSE(list.look(older.code, now));
  CHECK(list.take(newer.code, now));
}
