#include "ledger/postgres_store.hpp"

#include <catch2/catch.hpp>

#include "ledger/copy_market.hpp"
#include "ledger/error.hpp"
#include "ledger/log_key.hpp"
#include "ledger/memory_store.hpp"
#include "ledger/open_store.hpp"
#include "ledger/postgres_setup.hpp"
#include "ledger/verify.hpp"
#include "tests/ledger/postgres_ledger.hpp"
#include "tests/ledger/sealed_lane.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;
using postgres::Connection;

namespace {

const auto market = MarketId::parse("ha-long-1").value();
constexpr auto answer_max = postgres_answer_max;

Draft credit(int i) {
  return credit_draft("ha-long-1", "A1", "FT" + std::to_string(i), 1'000 + i);
}

std::uint64_t entries_in(const std::string& url) {
  return number(PostgresReader{url}.head(market).seq);
}

std::string failure_of_opening(const std::string& url) {
  try {
    PostgresStore store{url};
  } catch (const StoreFailure& failure) {
    return failure.what();
  }
  return {};
}

}  // namespace

TEST_CASE("Who adds to a ledger in PostgreSQL can change nothing that is only added to") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  PostgresStore store{url};
  LogWriter{store}.add(std::vector{credit(1)}, std::vector<VaultChange>{{"key/1", "a"}});
  Connection writer{url, answer_max};
  for (const std::string table :
       {"entry", "credit_key", "day_total", "tile", "checkpoint", "chain_head", "entry_private"}) {
    INFO(table);
    CHECK(refusal(writer, "DELETE FROM chopay." + table).find("denied") != std::string::npos);
    CHECK(refusal(writer, "TRUNCATE chopay." + table).find("denied") != std::string::npos);
    CHECK(refusal(writer, "ALTER TABLE chopay." + table + " ADD x int").find("owner") !=
          std::string::npos);
    CHECK(refusal(writer, "UPDATE chopay." + table + " SET market = 'x'").find("denied") !=
          std::string::npos);
  }
  for (const char* sql :
       {"UPDATE chopay.entry SET bytes = ''", "UPDATE chopay.credit_key SET seq = 9",
        "UPDATE chopay.day_total SET amount = 0", "CREATE TABLE chopay.x (y int)",
        "INSERT INTO chopay.entry SELECT market, seq, stall, hash, '' FROM chopay.entry "
        "ON CONFLICT (market, seq) DO UPDATE SET bytes = excluded.bytes"}) {
    INFO(sql);
    CHECK(refusal(writer, sql).find("denied") != std::string::npos);
  }
}

TEST_CASE("A user who could change entries does not get to write a ledger") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  CHECK(failure_of_opening(PostgresServer::as_owner(url)).find("may change entries") !=
        std::string::npos);
}

TEST_CASE("A ledger of another version is not opened, and none that is not there") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  Connection owner{PostgresServer::as_owner(url), answer_max};
  SECTION("a newer one") {
    owner.run("INSERT INTO chopay.schema_version VALUES (4)");
    CHECK(failure_of_opening(url) == "the ledger has version 4, this program knows version 3");
    CHECK_THROWS_AS(create_postgres_ledger(PostgresServer::as_owner(url), ""), StoreFailure);
  }
  SECTION("an older one") {
    owner.run("DELETE FROM chopay.schema_version");
    CHECK(failure_of_opening(url).ends_with("run `chopay store init`"));
  }
  SECTION("one of the version before, which is brought up to date with what it has") {
    LogWriter{*std::make_unique<PostgresStore>(url)}.add(std::vector{credit(1)});
    owner.run(
        "DELETE FROM chopay.schema_version WHERE version = 3; "
        "ALTER TABLE chopay.lease DROP COLUMN offered");
    CHECK(failure_of_opening(url).ends_with("run `chopay store init`"));
    const auto setup = create_postgres_ledger(PostgresServer::as_owner(url), "");
    CHECK(setup.from == 2);
    CHECK(setup.to == postgres_version);
    CHECK(failure_of_opening(url).empty());
    CHECK(entries_in(url) == 1);
  }
  SECTION("none") {
    owner.run("DROP SCHEMA chopay CASCADE");
    CHECK(failure_of_opening(url).ends_with("run `chopay store init`"));
    const auto setup = create_postgres_ledger(PostgresServer::as_owner(url), "gateway");
    CHECK(setup.from == 0);
    CHECK(create_postgres_ledger(PostgresServer::as_owner(url), "gateway").from ==
          postgres_version);
    CHECK(failure_of_opening(url).empty());
  }
}

TEST_CASE("Of two gateways that add to one log, the one that is behind writes nothing and stops") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  PostgresStore first{url};
  LogWriter first_log{first};
  first_log.add(std::vector{credit(1)});
  PostgresStore second{url};
  LogWriter{second}.add(std::vector{credit(2), credit(3)});
  CHECK_THROWS_WITH(first_log.add(std::vector{credit(4)}, std::vector<VaultChange>{{"a", "b"}}),
                    Catch::Matchers::Contains("another gateway"));
  CHECK_THROWS_AS(first.begin(), StoreFailure);
  PostgresReader reader{url};
  CHECK(number(reader.head(market).seq) == 3);
  CHECK_FALSE(reader.vault_get("a").has_value());
  CHECK_FALSE(verify(reader).damage.has_value());
}

TEST_CASE("A server that shows entries and can make nothing durable any more is not believed") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  {
    PostgresStore store{url};
    LogWriter{store}.add(std::vector{credit(1)});
  }
  Connection owner{PostgresServer::as_owner(url), answer_max};
  const auto database = owner.ask("SELECT current_database()::text");
  owner.run("ALTER DATABASE " + owner.quoted_name(std::string{database.bytes(0, 0)}) +
            " SET default_transaction_read_only = on");
  CHECK(failure_of_opening(url).find("read-only") != std::string::npos);
}

TEST_CASE("A higher epoch shuts out who wrote before") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  PostgresStore store{url};
  LogWriter log{store};
  log.add(std::vector{credit(1)});
  Connection{url, answer_max}.run("UPDATE chopay.chain_head SET epoch = epoch + 1");
  CHECK_THROWS_AS(log.add(std::vector{credit(2)}), StoreFailure);
  CHECK(entries_in(url) == 1);
}

TEST_CASE("A second gateway stands by, and takes over when the first is silent or leaves") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  const auto opened = [](const std::string& at, const char* address) {
    return std::make_unique<PostgresStore>(at, std::make_unique<PostgresLease>(at, address));
  };
  auto first = opened(url, "10.0.0.1:8090");
  REQUIRE(first->try_to_lead());
  CHECK(first->lead() == Lead::ours);
  LogWriter log{*first};
  log.add(std::vector{credit(1)});
  {
    const auto second = opened(url, "10.0.0.2:8090");
    CHECK_FALSE(second->try_to_lead());
    CHECK(second->lead() == Lead::not_ours);
    CHECK(second->leader_address() == "10.0.0.1:8090");
    CHECK(second->own_reader().heads().size() == 1);
    CHECK_THROWS_AS(second->begin(), std::logic_error);
  }
  SECTION("it leaves") {
    first.reset();
    const auto second = opened(url, "");
    CHECK(second->try_to_lead());
  }
  SECTION("it is silent") {
    // As if its machine had stopped: what it counts goes nowhere.
    Connection owner{PostgresServer::as_owner(url), answer_max};
    owner.run(
        "REVOKE UPDATE ON chopay.lease FROM chopay_writer; CREATE ROLE successor LOGIN; "
        "GRANT SELECT ON ALL TABLES IN SCHEMA chopay TO successor; "
        "GRANT USAGE ON SCHEMA chopay TO successor; "
        "GRANT UPDATE ON chopay.lease, chopay.chain_head TO successor");
    auto other = url.substr(0, url.rfind("&user=")) + "&user=successor";
    const auto second = opened(other, "");
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (!second->try_to_lead() && std::chrono::steady_clock::now() < until) {
      std::this_thread::yield();
    }
    CHECK(second->lead() == Lead::ours);
    // It may have heard nothing of that, but knows that its word is not good any more.
    CHECK(first->lead() == Lead::unsure);
    CHECK_THROWS_AS(log.add(std::vector{credit(2)}), StoreFailure);
    owner.run("GRANT UPDATE (holder, beat, address) ON chopay.lease TO chopay_writer");
    CHECK(entries_in(url) == 1);
  }
}

TEST_CASE("Who was taken over from changes nothing in the vault either") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  PostgresStore store{url};
  LogWriter log{store};
  log.add(std::vector{credit(1)});
  log.add({}, std::vector<VaultChange>{{"key", "open"}});
  Connection next{url, answer_max};
  next.run("UPDATE chopay.chain_head SET epoch = epoch + 1");
  CHECK_THROWS_AS(log.add({}, std::vector<VaultChange>{{"key", "revoked"}}), StoreFailure);
  CHECK(PostgresReader{url}.vault_get("key") == "open");
}

TEST_CASE("Nor does it where another of its writers has opened all logs there are") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  PostgresStore store{url};
  const auto further = store.further_writer();
  LogWriter{*further}.add(std::vector{credit(1)});
  LogWriter log{store};
  log.add({}, std::vector<VaultChange>{{"key", "open"}});
  Connection{url, answer_max}.run("UPDATE chopay.chain_head SET epoch = epoch + 1");
  CHECK_THROWS_AS(log.add({}, std::vector<VaultChange>{{"key", "revoked"}}), StoreFailure);
  CHECK(PostgresReader{url}.vault_get("key") == "open");
}

TEST_CASE("Who was taken over from opens no market, nor changes the vault by that") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  PostgresStore store{url, std::make_shared<PostgresLease>(url, "")};
  REQUIRE(store.try_to_lead());
  LogWriter log{store};
  const auto opened = GENERATE(true, false);  // else its own market would be the first one
  if (opened) log.add(std::vector{credit(1)});
  const auto entries = log.seal_all(std::vector{credit_draft("ha-long-2", "A1", "FT2", 2'000)});
  const std::vector<VaultChange> changes{{"key", "open"}};
  store.begin();
  // As whoever takes over does it; this one hears too late for its batch.
  run_as_owner(url,
               "UPDATE chopay.lease SET holder = 'another'; "
               "UPDATE chopay.chain_head SET epoch = epoch + 1");
  CHECK_THROWS_WITH(store.append(entries, changes), Contains("another gateway adds to its log"));
  PostgresReader reader{url};
  CHECK(reader.heads().size() == (opened ? 1 : 0));
  CHECK_FALSE(reader.vault_get("key").has_value());
}

TEST_CASE("A batch whose answer is lost is written once, whether it had arrived or not") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  CuttingProxy proxy{socket_folder(url)};
  PostgresStore store{through(proxy, url)};
  LogWriter log{store};
  log.add(std::vector{credit(1)});
  const auto cut = GENERATE(CuttingProxy::Cut::request, CuttingProxy::Cut::commit);
  proxy.cut(cut);
  log.add(std::vector{credit(2), credit(3)}, std::vector<VaultChange>{{"a", "b"}});
  CHECK(proxy.has_cut());
  log.add(std::vector{credit(4)});
  PostgresReader reader{url};
  CHECK(number(reader.head(market).seq) == 4);
  CHECK(reader.vault_get("a") == "b");
  CHECK_FALSE(verify(reader).damage.has_value());
}

TEST_CASE("A batch waits for a server to which one connection after the other fails") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  CuttingProxy proxy{socket_folder(url)};
  PostgresStore store{through(proxy, url)};
  LogWriter log{store};
  log.add(std::vector{credit(1)});
  proxy.refuse(3);
  proxy.cut(CuttingProxy::Cut::request);
  log.add(std::vector{credit(2)});
  CHECK(entries_in(url) == 2);
}

TEST_CASE("Readers go on over a connection that was lost between two reads") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  CuttingProxy proxy{socket_folder(url)};
  PostgresStore store{url};
  LogWriter{store}.add(std::vector{credit(1)});
  PostgresReader reader{through(proxy, url)};
  CHECK(number(reader.head(market).seq) == 1);
  proxy.cut(CuttingProxy::Cut::request);
  CHECK(number(reader.head(market).seq) == 1);
  {
    const FrozenView view{reader};
    proxy.cut(CuttingProxy::Cut::request);
    CHECK_THROWS_AS(reader.head(market),
                    StoreFailure);  // another commit would not be the same view
  }
  CHECK(number(reader.head(market).seq) == 1);
}

TEST_CASE("A bank's reference may be any bytes") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  PostgresStore store{url};
  auto draft = credit(1);
  draft.key->reference = std::string{"\0\xff\"'", 4};
  LogWriter{store}.add(std::vector{draft});
  CHECK(store.own_reader().find_key(market, *draft.key) == Seq{1});
}

TEST_CASE("An address with a password in it is refused without being repeated") {
  CHECK(postgres::check_url("postgres://chopay@db.example.vn/ledger").empty());
  CHECK(postgres::check_url("postgres:///ledger?passfile=/etc/chopay/pg.pass").empty());
  for (const char* url : {"postgres://u:hunter2@h/l", "postgres://u@h/l?password=hunter2"}) {
    const auto wrong = postgres::check_url(url);
    CHECK(wrong.find("passfile") != std::string::npos);
    CHECK(wrong.find("hunter2") == std::string::npos);
  }
  CHECK_FALSE(postgres::check_url("mysql://h/l").empty());
  CHECK_FALSE(postgres::check_url("postgres://h").empty());
  CHECK_FALSE(postgres::check_url("host=h dbname=l").empty());
}

TEST_CASE("A signed ledger comes from SQLite to PostgreSQL with the same roots, keys and proofs") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  TemporaryDirectory place;
  {
    SealedLane lane{place.path(), {}};
    lane.pay("FT1");
    lane.clock.advance(std::chrono::hours{24});
    lane.pay_many(700);
  }
  const auto from = open_sqlite_reader(place.path());
  PostgresStore to{url};
  SECTION("at once") {}
  SECTION("after it was broken off") {
    // The first 300 entries, as a copy that was killed would leave them.
    std::vector<SealedEntry> entries;
    from->read(market, Seq{}, 300, [&](const StoredEntry& stored) {
      auto entry = decode(stored.bytes).value();
      entries.push_back(
          {entry, stored.bytes, stored.hash, from->private_part(market, stored.seq).value_or("")});
      return true;
    });
    std::vector<TileRoot> filled;
    CompactTree tree;
    for (const auto& entry : entries) tree.add(entry.hash, filled);
    const Seal seal{market, filled, {}};
    to.begin();
    to.append(entries, {}, {&seal, 1});
  }
  const auto copied = copy_market(*from, to, market);
  REQUIRE(copied.has_value());
  CHECK(copied->head == from->head(market));
  auto& there = to.own_reader();
  CHECK(there.all_totals(market) == from->all_totals(market));
  CHECK(there.tile_roots(market, 1, 0, 10) == from->tile_roots(market, 1, 0, 10));
  CHECK(there.checkpoint(market) == from->checkpoint(market));
  CHECK_FALSE(verify(there).damage.has_value());
}

TEST_CASE("A copy ends at a checkpoint that does not sign its entries, and at another history") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  MemoryStore from;
  LogWriter log{from};
  log.add(std::vector{credit(1), credit(2)});
  PostgresStore to{url};
  SECTION("a checkpoint of other entries") {
    const LogKey key{"pay.example.vn", {}};
    const Seal seal{market, {}, StoredCheckpoint{BusinessDay{}, 2, key.sign(market, 2, Hash{})}};
    from.begin();
    from.append({}, {}, {&seal, 1});
    const auto copied = copy_market(from.own_reader(), to, market);
    REQUIRE_FALSE(copied.has_value());
    CHECK(copied.error().code == Errc::tree_mismatch);
    CHECK(to.own_reader().heads().empty());
  }
  SECTION("another history") {
    LogWriter{to}.add(std::vector{credit(2)});
    const auto copied = copy_market(from.own_reader(), to, market);
    REQUIRE_FALSE(copied.has_value());
    CHECK(copied.error().code == Errc::chain_broken);
  }
}

TEST_CASE("A folder names its database in a file, and every reader and writer of it follows") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  TemporaryDirectory folder;
  CHECK_FALSE(has_ledger(folder.path()));
  CHECK_THROWS_AS(set_postgres_url(folder.path(), "postgres://u:p@h/l"), StoreFailure);
  set_postgres_url(folder.path(), url);
  CHECK(has_ledger(folder.path()));
  LogWriter{*open_store(folder.path())}.add(std::vector{credit(1)});
  CHECK(number(open_reader(folder.path())->head(market).seq) == 1);
  CHECK(entries_in(url) == 1);
}
