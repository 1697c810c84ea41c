// A ledger in PostgreSQL whose rows were changed by who may, or whose server is not to be trusted.
#include <catch2/catch.hpp>

#include <fstream>

#include "ledger/open_store.hpp"
#include "ledger/postgres_setup.hpp"
#include "ledger/postgres_store.hpp"
#include "ledger/verify.hpp"
#include "tests/ledger/postgres_ledger.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;
using postgres::Connection;

namespace {

const auto market = MarketId::parse("ha-long-1").value();

/// A ledger of two entries.
std::string damaged_ledger() {
  const auto url = new_postgres_ledger();
  if (url.empty()) return url;
  PostgresStore store{url};
  LogWriter{store}.add(std::vector{credit_draft("ha-long-1", "A1", "FT1", 1'000),
                                   credit_draft("ha-long-1", "A1", "FT2", 2'000)});
  return url;
}

/// Turns a setting of the whole server off, until its end.
class SwitchedOff {
 public:
  SwitchedOff(std::string url, std::string setting)
      : owner_(PostgresServer::as_owner(url), postgres_answer_max), setting_(std::move(setting)) {
    owner_.run("ALTER SYSTEM SET " + setting_ + " = off");
    reload("off");
  }
  ~SwitchedOff() {
    owner_.run("ALTER SYSTEM RESET " + setting_);
    reload("on");
  }

 private:
  void reload(const char* value) {
    owner_.run("SELECT pg_reload_conf()");
    const auto until = std::chrono::steady_clock::now() + postgres_answer_max;
    const auto now = [&] {
      return owner_.ask("SELECT current_setting($1)", postgres::Parameters{}.text(setting_))
                 .bytes(0, 0) == value;
    };
    while (!now() && std::chrono::steady_clock::now() < until) {
    }
  }

  Connection owner_;
  std::string setting_;
};

}  // namespace

TEST_CASE("A server on which a power cut takes back what was acknowledged keeps no ledger") {
  const auto url = damaged_ledger();
  if (url.empty()) return;
  {
    const SwitchedOff off{url, "full_page_writes"};
    CHECK_THROWS_WITH(PostgresStore{url}, Contains("the server has full_page_writes off"));
    CHECK_THROWS_WITH(require_postgres_ledger(url), Contains("power cut"));
  }
  CHECK_NOTHROW(PostgresStore{url});
}

TEST_CASE("Names of markets and stalls that no log can have are not read") {
  const auto url = damaged_ledger();
  if (url.empty()) return;
  PostgresReader reader{url};
  SECTION("a market") {
    run_as_owner(url, "UPDATE chopay.chain_head SET market = 'Ha Long'");
    CHECK_THROWS_WITH(reader.heads(), Contains("wrong name"));
    CHECK_THROWS_WITH(PostgresStore{url}, Contains("wrong name"));
  }
  SECTION("a stall") {
    run_as_owner(url, "UPDATE chopay.entry SET stall = 'A/1'");
    CHECK_THROWS_WITH(reader.stall_heads(market), Contains("wrong name"));
  }
  SECTION("a place in the log") {
    const auto seq = GENERATE("-1", "1099511627776");
    run_as_owner(url, std::string{"UPDATE chopay.credit_key SET seq = "} + seq);
    CHECK_THROWS_WITH(reader.read_keys(market, [](const KeyRow&) { return true; }),
                      Contains("a stored place in the log is none"));
  }
}

TEST_CASE("Rows that belong to nothing are found, whichever table they lie in") {
  const auto url = damaged_ledger();
  if (url.empty()) return;
  PostgresReader reader{url};
  CHECK_FALSE(reader.structure_damage().has_value());
  const auto [sql, what] = GENERATE(table<const char*, const char*>({
      {"DELETE FROM chopay.entry WHERE seq = 2", "more or fewer entries"},
      {"INSERT INTO chopay.entry SELECT 'gone', seq, stall, hash, bytes FROM chopay.entry",
       "an entry belongs to no market"},
      {"INSERT INTO chopay.entry_private VALUES ('ha-long-1', 9, '')", "belongs to no entry"},
      {"INSERT INTO chopay.credit_key VALUES ('gone', 1, '', '', '', 1)", "a key belongs"},
      {"UPDATE chopay.day_total SET last_seq = 9", "ahead of its market"},
      {"INSERT INTO chopay.tile VALUES ('gone', 1, 0, sha256(''))", "a tile belongs"},
      {"INSERT INTO chopay.checkpoint VALUES ('gone', 1, 1, '')", "a checkpoint belongs"},
  }));
  INFO(sql);
  run_as_owner(url, sql);
  CHECK_THAT(reader.structure_damage().value_or("nothing"), Contains(what));
  CHECK(verify(reader).damage.has_value());
}

TEST_CASE("A statement, or a view, that takes longer than its reader may is broken off") {
  const auto url = damaged_ledger();
  if (url.empty()) return;
  PostgresReader reader{url, std::chrono::milliseconds{100}};
  CHECK_THROWS_AS(reader.ask("SELECT pg_sleep(20)"), ReadTooLong);
  {
    const FrozenView view{reader};
    const auto short_ones = [&] {
      for (int i = 0; i < 100; ++i) reader.ask("SELECT pg_sleep(0.01)");
    };
    CHECK_THROWS_AS(short_ones(), ReadTooLong);
  }
  CHECK(number(reader.head(market).seq) == 2);
}

TEST_CASE("A reader looks for its server once more, or as long as it has patience") {
  const auto url = damaged_ledger();
  if (url.empty()) return;
  CuttingProxy proxy{socket_folder(url)};
  PostgresReader reader{through(proxy, url)};
  CHECK_THROWS_WITH(reader.ask("SELECT 1 / 0"), Contains("division by zero"));
  const auto lose_and_refuse = [&](int connections) {
    proxy.refuse(connections);
    proxy.cut(CuttingProxy::Cut::request);
  };
  lose_and_refuse(1);
  CHECK_THROWS_AS(reader.head(market), StoreFailure);
  CHECK(number(reader.head(market).seq) == 2);
  reader.set_patience(postgres_answer_max);
  lose_and_refuse(3);
  CHECK(number(reader.head(market).seq) == 2);
}

TEST_CASE("Tables are divided among the nodes of a cluster once each, where it has Citus") {
  const auto url = damaged_ledger();
  if (url.empty()) return;
  const auto owner_url = PostgresServer::as_owner(url);
  CHECK_THROWS_WITH(divide_by_citus(owner_url), Contains("citus"));
  // What stands for Citus: its name, and functions that note what they are asked.
  run_as_owner(url,
               "SET allow_system_table_mods = on; INSERT INTO pg_extension "
               "VALUES (99999, 'citus', 10, 2200, false, '0', NULL, NULL); "
               "CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY); "
               "CREATE FUNCTION create_reference_table(name text) RETURNS void LANGUAGE sql AS "
               "'INSERT INTO pg_dist_partition VALUES (name::regclass)'; "
               "CREATE FUNCTION create_distributed_table(name text, part text, "
               "shard_count int DEFAULT 0, colocate_with text DEFAULT '') RETURNS void "
               "LANGUAGE sql AS 'INSERT INTO pg_dist_partition VALUES (name::regclass)'");
  divide_by_citus(owner_url);
  divide_by_citus(owner_url);
  const auto divided = Connection{owner_url, postgres_answer_max}.ask(
      "SELECT 1 FROM pg_dist_partition p JOIN pg_class c ON c.oid = p.logicalrelid "
      "WHERE c.relnamespace = 'chopay'::regnamespace");
  const auto tables = Connection{owner_url, postgres_answer_max}.ask(
      "SELECT 1 FROM pg_class WHERE relkind = 'r' AND relnamespace = 'chopay'::regnamespace");
  CHECK(divided.size() == tables.size());
}

TEST_CASE("A folder whose ledger another gateway adds to, or that names none, is not opened") {
  const auto url = new_postgres_ledger();
  if (url.empty()) return;
  TemporaryDirectory folder;
  set_postgres_url(folder.path(), url);
  {
    const auto first = open_store(folder.path());
    CHECK_THROWS_WITH(open_store(folder.path()), Contains("another gateway adds"));
  }
  TemporaryDirectory other;
  CHECK_FALSE(has_ledger(other.path()));
  std::ofstream{other.path() + '/' + store_file_name};
  CHECK_THROWS_WITH(open_store(other.path()), Contains("cannot be read"));
  TemporaryDirectory local;
  open_store(local.path());
  CHECK(has_ledger(local.path()));
}
