#include "ledger/wal_file.hpp"

#include <catch2/catch.hpp>

#include <memory>

#include "ledger/sqlite.hpp"
#include "ledger/store.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using sqlite::Access;
using sqlite::Database;

namespace {

/// 500 rows of 3,000 bytes, each of which is put, changed and changed again. Of that a cache of
/// eight pages holds next to nothing: the WAL gets each page several times, and at commit SQLite
/// reads them back and writes the last of each where it stands.
constexpr const char* much =
    "BEGIN; "
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) "
    "INSERT INTO t SELECT i, zeroblob(3000) FROM n; "
    "UPDATE t SET bytes = printf('%03000d', id); "
    "UPDATE t SET bytes = printf('%03000d', 1000 + id) WHERE id % 3 = 0; "
    "COMMIT";
constexpr const char* count_of_right =
    "SELECT count(*) FROM t "
    "WHERE bytes = printf('%03000d', CASE id % 3 WHEN 0 THEN 1000 + id ELSE id END)";

std::unique_ptr<Database> with_small_cache(const std::string& path) {
  auto database = std::make_unique<Database>(path, Access::read_write);
  database->run(
      "PRAGMA cache_size=8; CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, bytes)");
  return database;
}

}  // namespace

TEST_CASE("A transaction that outgrows the cache and changes its pages again is stored whole") {
  const TemporaryDirectory directory;
  const auto path = directory.path() + "/file.db";
  with_small_cache(path)->run(much);
  Database again{path, Access::read_only};
  CHECK(again.ask("PRAGMA integrity_check") == "ok");
  CHECK(again.ask(count_of_right) == "500");
}

TEST_CASE("A transaction that outgrows the cache and then the disk fails, and leaves nothing") {
  const TemporaryDirectory directory;
  const auto path = directory.path() + "/file.db";
  {
    const auto database = with_small_cache(path);
    const FileSizeLimit full{GENERATE(100'000u, 200'000u, 1'000'000u, 2'000'000u)};
    CHECK_THROWS_AS(database->run(much), StoreFailure);
  }
  Database again{path, Access::read_only};
  CHECK(again.ask("PRAGMA integrity_check") == "ok");
  CHECK(again.ask("SELECT count(*) FROM t") == "0");
  with_small_cache(path)->run(much);
  CHECK(again.ask(count_of_right) == "500");
}
