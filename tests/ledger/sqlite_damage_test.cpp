// A ledger's file that was changed behind its back, or whose folder is not what it was.
#include <catch2/catch.hpp>

#include <fstream>
#include <functional>
#include <limits>

#include "ledger/backup.hpp"
#include "ledger/error.hpp"
#include "ledger/sqlite_store.hpp"
#include "ledger/verify.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;
using Catch::Matchers::Contains;

namespace {

namespace files = std::filesystem;
const auto market = MarketId::parse("ha-long-1").value();
const auto a1 = StallId::parse("A1").value();
constexpr std::size_t no_trail = 0;

/// A folder with a ledger of three entries; the second and third are of the stall A1.
struct Folder {
  explicit Folder(std::size_t trail_max = no_trail) {
    SqliteStore store{path(), {}, trail_max};
    LogWriter{store}.add(std::vector{credit_draft("ha-long-1", "B1", "FT1", 1'000),
                                     credit_draft("ha-long-1", "A1", "FT2", 2'000),
                                     credit_draft("ha-long-1", "A1", "FT3", 3'000)});
  }
  std::string path() const { return directory.path(); }
  std::string file() const { return path() + "/ledger.db"; }
  void change(const std::string& sql) const {
    sqlite::Database{file(), sqlite::Access::read_write}.run(sql.c_str());
  }
  /// Changes the file itself, with all that was in its WAL.
  void change_bytes(const std::function<void(std::string&)>& edit) const {
    SqliteStore{path(), {0, 0}}.between_batches(true);
    files::remove(file() + "-wal");
    files::remove(file() + "-shm");
    std::ifstream in{file(), std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    edit(bytes);
    std::ofstream{file(), std::ios::binary | std::ios::trunc} << bytes;
  }
  std::optional<Damage> damage() const { return verify(*open_sqlite_reader(path())).damage; }

  TemporaryDirectory directory;
};

/// The same table without its types, as somebody makes it who wants to keep other values there.
const std::string loose_entries =
    "DROP TRIGGER chain_head_without_gap; CREATE TABLE loose (id INTEGER PRIMARY KEY, stall, "
    "stall_before, hash, bytes, private);"
    "INSERT INTO loose SELECT id, stall, stall_before, hash, bytes, private FROM entry;"
    "DROP TABLE entry; ALTER TABLE loose RENAME TO entry;";
const std::string loose_keys =
    "CREATE TABLE loose (market_no, day, bank, reference, account, seq);"
    "INSERT INTO loose SELECT market_no, day, bank, reference, account, seq FROM credit_key;"
    "DROP TABLE credit_key; ALTER TABLE loose RENAME TO credit_key;";

}  // namespace

TEST_CASE("A value of another type than is written is damage, whatever it reads as") {
  const auto [change, code, seq] = GENERATE(table<std::string, Errc, std::uint64_t>({
      {"hash = CAST(zeroblob(32) AS TEXT)", Errc::structure_damaged, 2},
      {"bytes = CAST(bytes AS TEXT)", Errc::structure_damaged, 2},
      {"stall = CAST(stall AS BLOB)", Errc::structure_damaged, 2},
      {"stall_before = '0'", Errc::structure_damaged, 2},
      {"private = CAST(private AS TEXT)", Errc::structure_damaged, 2},
  }));
  const Folder folder;
  folder.change(loose_entries + "UPDATE entry SET " + change + " WHERE id & 15 = 2");
  INFO(change);
  const auto damage = folder.damage();
  REQUIRE(damage.has_value());
  CHECK(damage->error.code == code);
  CHECK(number(damage->seq) == seq);
}

TEST_CASE("A key of another type than is written is not the key") {
  const auto* const change =
      GENERATE("day = CAST(day AS TEXT)", "bank = CAST(bank AS INTEGER)",
               "reference = CAST(reference AS BLOB)", "account = CAST(account AS INTEGER)",
               "seq = CAST(seq AS TEXT)");
  const Folder folder;
  folder.change(loose_keys + "UPDATE credit_key SET " + change);
  INFO(change);
  const auto damage = folder.damage();
  REQUIRE(damage.has_value());
  CHECK(damage->error.code == Errc::key_mismatch);
}

TEST_CASE("A table that is another, a version or a broken vault is damage of the file") {
  Folder folder;
  SECTION("a table") {
    folder.change(loose_entries);
    CHECK(folder.damage().value().error.detail == "the tables or triggers are others");
  }
  SECTION("a version") {
    folder.change("PRAGMA user_version = 9");
    CHECK(folder.damage().value().error.detail == "the version of the schema");
    CHECK_THROWS_WITH(SqliteStore{folder.path()}, Contains("schema version 9"));
  }
  SECTION("a vault that is led to where another table lies") {
    folder.change_bytes([](std::string& bytes) {
      // A row of the schema: type, name, table, then the number of the root's page.
      const std::string_view vault = "tablevaultvault";
      const std::string_view tile = "tabletiletile";
      bytes.at(bytes.find(vault) + vault.size()) = bytes.at(bytes.find(tile) + tile.size());
    });
    CHECK(folder.damage().value().error.detail == "two tables lie in one tree");
  }
  SECTION("a row of the vault that nobody can name") {
    folder.change("INSERT INTO vault VALUES ('', x'00')");
    CHECK(folder.damage().value().error.detail == "a row of the vault without a name");
  }
  SECTION("the vault") {
    const std::string row(30'000, 'v');
    {
      SqliteStore store{folder.path(), {0, 0}};
      store.begin();
      store.append({}, std::vector<VaultChange>{{"key/1", row}, {"key/2", row}});
      store.between_batches(true);
    }
    folder.change_bytes([](std::string& bytes) {
      // The page of which the long value fills all goes on at a page that is not there.
      const auto page = bytes.find(std::string(4'000, 'v')) / 4'096 * 4'096;
      bytes.replace(page, 4, "\x7f\xff\xff\xff");
    });
    CHECK(folder.damage().value().error.detail == "the vault");
  }
}

TEST_CASE("An entry that belongs to no log is found, whatever its number") {
  const std::int64_t log = std::int64_t{1} << 40;  // market numbers stand above it
  const auto id = GENERATE_COPY(std::numeric_limits<std::int64_t>::min(), -5, 0, 7, log, 2 * log,
                                2 * log + 2, 3 * log + 1, std::numeric_limits<std::int64_t>::max());
  const Folder folder;
  {
    SqliteStore store{folder.path(), {}, no_trail};
    LogWriter{store}.add(std::vector{credit_draft("ha-long-2", "A1", "FT1", 1'000)});
  }
  REQUIRE_FALSE(folder.damage().has_value());
  folder.change("INSERT INTO entry SELECT " + std::to_string(id) +
                ", NULL, NULL, hash, bytes, x'00' FROM entry LIMIT 1");
  INFO(id);
  const auto damage = folder.damage();
  REQUIRE(damage.has_value());
  if (id == 2 * log + 2) {  // read as the next entry of the second log
    CHECK(damage->market.text() == "ha-long-2");
  } else {
    CHECK(damage->error.detail == "there are more or fewer entries than the heads say");
  }
}

TEST_CASE("A key of no market, and a seq that no entry can have, are damage of the file") {
  const Folder folder;
  SECTION("a seq beyond the last that is possible") {
    // The trigger is put back as it was: without it, its absence would be the damage.
    const std::string trigger =
        sqlite::Database{folder.file(), sqlite::Access::read_only}
            .ask("SELECT sql FROM sqlite_schema WHERE name = 'chain_head_without_gap'")
            .value();
    folder.change(
        "DROP TRIGGER chain_head_without_gap; "
        "UPDATE chain_head SET seq = seq + 1099511627776; " +
        trigger);
    CHECK(folder.damage().value().error.detail ==
          "there are more or fewer entries than the heads say");
  }
  SECTION("a key") {
    folder.change("INSERT INTO credit_key VALUES (7, 1, 'b', 'r', 'a', 1)");
    CHECK(folder.damage().value().error.detail == "a key belongs to no market");
  }
  SECTION("a key before all others") {
    folder.change("INSERT INTO credit_key VALUES (-7, 1, 'b', 'r', 'a', 1)");
    CHECK(folder.damage().value().error.detail == "a key belongs to no market");
  }
}

TEST_CASE("Lists and sums of stalls are not told from rows that lead to nothing") {
  SECTION("a list that goes on at an entry that is not there") {
    const Folder folder;
    folder.change(
        "DROP TRIGGER entry_not_updated; UPDATE entry SET stall_before = 9 "
        "WHERE id & 15 = 3");
    const auto reader = open_sqlite_reader(folder.path());
    CHECK_THROWS_WITH(reader->stall_page(market, a1, Seq{}, 10), Contains("list is broken"));
  }
  SECTION("a stall whose name is none") {
    const Folder folder;
    folder.change("UPDATE stall_head SET stall = 'A/1' WHERE stall = 'A1'");
    CHECK_THROWS_WITH(open_sqlite_reader(folder.path())->stall_heads(market),
                      Contains("wrong name"));
  }
  SECTION("an entry that sums still lack") {
    const Folder folder{1'000};
    folder.change(
        "DROP TRIGGER entry_not_updated; UPDATE entry SET bytes = x'7b7d' "
        "WHERE id & 15 = 3");
    CHECK_THROWS_WITH(open_sqlite_reader(folder.path())->all_totals(market),
                      Contains("sums still lack"));
    CHECK_THROWS_WITH(SqliteStore{folder.path()}, Contains("sums still lack"));
  }
}

TEST_CASE("A head that moves between two batches stops the store, and it does nothing more") {
  const Folder folder;
  SqliteStore store{folder.path(), {0, 0}};
  LogWriter log{store};
  folder.change("UPDATE chain_head SET hash = zeroblob(32)");
  CHECK_THROWS_WITH(log.add(std::vector{credit_draft("ha-long-1", "A1", "FT4", 1)}),
                    Contains("the head of a market has moved"));
  CHECK_NOTHROW(store.between_batches(true));
  CHECK_THROWS_AS(store.begin(), StoreFailure);
}

TEST_CASE("A WAL that cannot be opened opens no ledger") {
  const Folder folder;
  files::remove(folder.file() + "-wal");
  files::create_directory(folder.file() + "-wal");
  CHECK_THROWS_AS(SqliteStore{folder.path()}, StoreFailure);
}

TEST_CASE(
    "A folder that is moved away under its store leaves nobody to say that its disk is full") {
  Folder folder;
  SqliteStore store{folder.path()};
  const auto elsewhere = folder.path() + "-moved";
  files::rename(folder.path(), elsewhere);
  CHECK_FALSE(store.refused().has_value());
  files::rename(elsewhere, folder.path());
}

TEST_CASE(
    "A statement that is to give nothing may give no row, and one that gives none answers so") {
  const Folder folder;
  sqlite::Database database{folder.file(), sqlite::Access::read_write};
  sqlite::Statement row{database, "SELECT 1"};
  CHECK_THROWS_WITH(row.run(), Contains("gave a row"));
  CHECK_FALSE(database.ask("SELECT 1 WHERE 0").has_value());
  sqlite::Statement put{database, "INSERT INTO vault VALUES ('empty', ?)"};
  put.bind_blob(std::string_view{}).run();
  sqlite::Statement get{database, "SELECT value, typeof(value) FROM vault WHERE name = 'empty'"};
  REQUIRE(get.step());
  CHECK(get.blob(0).empty());
  CHECK(get.text(1) == "blob");
  database.lock_down();
  CHECK_THROWS_AS(database.run("PRAGMA user_version = 9"), StoreFailure);
}

TEST_CASE("A backup of more than is copied at once is whole, on a full disk there is none") {
  Folder folder;
  {
    SqliteStore store{folder.path()};
    std::vector<VaultChange> rows;
    for (int i = 0; i < 8; ++i) {
      rows.push_back({"row/" + std::to_string(i), std::string(900'000, 'r')});
    }
    store.begin();
    store.append({}, rows);
  }
  TemporaryDirectory to;
  CHECK(copy_ledger(folder.path(), to.path() + "/whole").has_value());
  {
    const FileSizeLimit full{1'000'000};
    CHECK_THROWS_AS(copy_ledger(folder.path(), to.path() + "/cut"), StoreFailure);
  }
  CHECK_FALSE(files::exists(to.path() + "/cut/ledger.db"));
  CHECK_FALSE(files::exists(to.path() + "/cut/ledger.db.part"));
}

TEST_CASE("A backup that is damaged says where") {
  const Folder folder;
  const TemporaryDirectory to;
  SECTION("in an entry") {
    folder.change("UPDATE entry SET private = x'00' WHERE id & 15 = 2");
    CHECK_THAT(copy_ledger(folder.path(), to.path()).error().detail,
               Contains("market ha-long-1, entry 2, "));
  }
  SECTION("beside all entries") {
    folder.change("UPDATE stall_head SET hash = zeroblob(32)");
    CHECK(copy_ledger(folder.path(), to.path()).error().detail ==
          "a stall's list begins at an entry of another");
  }
}
