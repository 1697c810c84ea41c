#include "ledger/sqlite_store.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

#include "ledger/error.hpp"
#include "ledger/replay.hpp"
#include "ledger/verify.hpp"
#include "tests/support/ledger_fixture.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

const auto market = MarketId::parse("ha-long-1").value();
/// Sums and lists of stalls are written with every batch.
constexpr std::size_t no_trail = 0;

/// Appends credits to a store as a lane would, one batch a call.
class Log {
 public:
  explicit Log(Store& store) : store_(store), head_(store.own_reader().head(market)) {}

  void add(const std::vector<Draft>& drafts) {
    std::vector<SealedEntry> entries;
    for (const auto& draft : drafts) {
      entries.push_back(seal(draft, next(head_.seq), head_.hash, market_morning()));
      head_ = {entries.back().entry.seq, entries.back().hash};
    }
    store_.begin();
    store_.append(entries, {});
  }

 private:
  Store& store_;
  Head head_;
};

std::string raw_error(const std::string& directory, const char* sql) {
  sqlite::Database database{directory + "/ledger.db", sqlite::Access::read_write};
  try {
    database.run(sql);
  } catch (const StoreFailure& failure) {
    return failure.what();
  }
  return {};
}

}  // namespace

TEST_CASE("Nobody but their owner can read the ledger's files, also in a folder open to all") {
  namespace fs = std::filesystem;
  TemporaryDirectory directory;
  fs::permissions(directory.path(), fs::perms{0755});
  SqliteStore store{directory.path()};
  Log{store}.add({credit_draft("ha-long-1", "A1", "FT1", 1'000)});
  for (const auto& file : fs::directory_iterator{directory.path()}) {
    INFO(file.path());
    CHECK((file.status().permissions() & fs::perms{0077}) == fs::perms::none);
  }
}

TEST_CASE("What was appended is there when the store is opened again") {
  TemporaryDirectory directory;
  {
    SqliteStore store{directory.path()};
    Log log{store};
    log.add({credit_draft("ha-long-1", "A1", "FT1", 1'000),
             credit_draft("ha-long-1", "A2", "FT2", 2'000)});
    log.add({credit_draft("ha-long-1", "A1", "FT3", 3'000)});
  }
  SqliteStore store{directory.path()};
  const auto reader = store.reader();
  CHECK(number(reader->head(market).seq) == 3);
  const auto a1 = StallId::parse("A1").value();
  const auto page = reader->stall_page(market, a1, Seq{}, 10);
  REQUIRE(page.size() == 2);
  CHECK(number(page[0].seq) == 3);
  CHECK(number(page[1].seq) == 1);
  CHECK(reader->stall_page(market, a1, Seq{3}, 10).size() == 1);
  CHECK(reader->stall_page(market, a1, Seq{2}, 10).size() == 1);
  Dong sales;
  for (const auto& total : reader->day_totals(market, business_day_of(market_morning())).totals) {
    if (total.account == "sales/A1") sales = total.amount;
  }
  CHECK(sales == Dong{-4'000});
  const CreditKey key{business_day_of(market_morning()), "970436", "1017595600", "FT2"};
  CHECK(reader->find_key(market, key) == Seq{2});
  CHECK(verify(*reader).damage.has_value() == false);
  CHECK(verify(*reader).markets.at(0).received == Dong{6'000});
}

TEST_CASE("A batch larger than SQLite's file system takes at once is stored whole") {
  TemporaryDirectory directory;
  std::vector<Draft> drafts;
  for (int i = 0; i < 2'048; ++i) {
    drafts.push_back(credit_draft("ha-long-1", "A1", "FT" + std::to_string(i), 1'000 + i));
  }
  SqliteStore store{directory.path()};
  Log{store}.add(drafts);
  const auto reader = store.reader();
  CHECK(number(reader->head(market).seq) == drafts.size());
  CHECK_FALSE(verify(*reader).damage.has_value());
}

TEST_CASE("A batch that wrote nothing can be given up and the next one goes on") {
  TemporaryDirectory directory;
  SqliteStore store{directory.path()};
  store.begin();
  store.abandon();
  Log{store}.add({credit_draft("ha-long-1", "A1", "FT1", 1'000)});
  CHECK(number(store.reader()->head(market).seq) == 1);
}

TEST_CASE("A second process cannot open the ledger for writing") {
  TemporaryDirectory directory;
  SqliteStore store{directory.path()};
  CHECK_THROWS_AS(SqliteStore{directory.path()}, StoreFailure);
}

TEST_CASE("An entry that does not follow the head is refused and the store stops") {
  TemporaryDirectory directory;
  SqliteStore store{directory.path()};
  Log{store}.add({credit_draft("ha-long-1", "A1", "FT1", 1'000)});
  const std::vector gap{
      seal(credit_draft("ha-long-1", "A1", "FT2", 1), Seq{3}, Hash{}, market_morning())};
  store.begin();
  CHECK_THROWS_AS(store.append(gap, {}), StoreFailure);
  CHECK_THROWS_AS(store.begin(), StoreFailure);
}

TEST_CASE("The same credit key twice is refused by the store itself") {
  TemporaryDirectory directory;
  SqliteStore store{directory.path()};
  Log log{store};
  log.add({credit_draft("ha-long-1", "A1", "FT1", 1'000)});
  CHECK_THROWS_AS(log.add({credit_draft("ha-long-1", "A1", "FT1", 1'000)}), StoreFailure);
}

TEST_CASE("Updating, deleting and replacing entries is refused by the file itself") {
  TemporaryDirectory directory;
  {
    SqliteStore store{directory.path()};
    Log{store}.add({credit_draft("ha-long-1", "A1", "FT1", 1'000)});
  }
  for (const char* sql :
       {"UPDATE entry SET bytes = x'00'", "DELETE FROM entry",
        "INSERT OR REPLACE INTO entry SELECT id, stall, stall_before, hash, x'00', NULL FROM entry",
        "UPDATE credit_key SET seq = 9", "DELETE FROM credit_key",
        "REPLACE INTO credit_key SELECT market_no, day, bank, reference, account, 9 "
        "FROM credit_key",
        "DELETE FROM chain_head", "UPDATE market SET id = 'x'",
        "INSERT INTO entry VALUES ((1 << 40) + 7, NULL, NULL, zeroblob(32), x'00', NULL);"
        "UPDATE chain_head SET seq = 7"}) {
    INFO(sql);
    CHECK_FALSE(raw_error(directory.path(), sql).empty());
  }
}

TEST_CASE("The writer's own connection cannot even prepare what would change the log") {
  TemporaryDirectory directory;
  { SqliteStore store{directory.path()}; }
  sqlite::Database database{directory.path() + "/ledger.db", sqlite::Access::read_write};
  database.lock_down();
  for (const char* sql :
       {"DROP TABLE entry", "DROP TRIGGER entry_not_updated", "CREATE TABLE x (y)",
        "ALTER TABLE entry ADD COLUMN z", "UPDATE entry SET stall = ''", "DELETE FROM entry",
        "DELETE FROM chain_head", "ATTACH ':memory:' AS other", "PRAGMA synchronous=OFF"}) {
    INFO(sql);
    CHECK_THROWS_AS(database.run(sql), StoreFailure);
  }
  CHECK_NOTHROW(database.run("INSERT INTO vault VALUES ('a', x'00')"));
}

TEST_CASE("An erased private part is shown as erased and the log stays valid") {
  TemporaryDirectory directory;
  {
    SqliteStore store{directory.path()};
    Log{store}.add({credit_draft("ha-long-1", "A1", "FT1", 1'000)});
  }
  CHECK(raw_error(directory.path(), "UPDATE entry SET private = x''").empty());
  const auto report = verify(*open_sqlite_reader(directory.path()));
  CHECK_FALSE(report.damage.has_value());
  CHECK(report.markets.at(0).erased == 1);
}

TEST_CASE("Verify names what was changed behind the ledger's back, and the first entry of it") {
  const auto [sql, code, seq] = GENERATE(table<const char*, Errc, std::uint64_t>({
      {"DROP TRIGGER entry_not_updated;"
       "UPDATE entry SET bytes = CAST(replace(bytes, '2000', '9000') AS BLOB) WHERE id & 15 = 2",
       Errc::hash_mismatch, 2},
      {"DROP TRIGGER entry_not_updated; UPDATE entry SET stall = 'A1' WHERE id & 15 = 2",
       Errc::totals_mismatch, 2},
      {"DROP TRIGGER entry_not_updated; UPDATE entry SET stall = NULL WHERE id & 15 = 2",
       Errc::totals_mismatch, 2},
      {"DROP TRIGGER entry_not_updated; UPDATE entry SET stall_before = 0 WHERE id & 15 = 3",
       Errc::totals_mismatch, 3},
      {"DROP TRIGGER entry_not_deleted; DELETE FROM entry WHERE id & 15 = 2", Errc::gap, 3},
      {"UPDATE day_total SET amount = amount - 1 WHERE account = 'sales/A2'", Errc::totals_mismatch,
       0},
      {"DELETE FROM day_total WHERE account = 'sales/A2'", Errc::totals_mismatch, 0},
      {"INSERT INTO day_total VALUES (1, 1, 'sales/A2', 1, 1, 1)", Errc::totals_mismatch, 0},
      {"DROP TRIGGER credit_key_not_deleted; DELETE FROM credit_key WHERE reference = 'FT2'",
       Errc::key_mismatch, 2},
      {"DROP TRIGGER credit_key_not_updated;"
       "UPDATE credit_key SET seq = 1 WHERE reference = 'FT3'",
       Errc::key_mismatch, 3},
      {"INSERT INTO credit_key VALUES (1, 1, 'b', 'a', 'r', 1)", Errc::key_mismatch, 0},
      {"DROP TRIGGER credit_key_not_deleted; DELETE FROM credit_key WHERE reference = 'FT1';"
       "UPDATE entry SET private = x'00' WHERE id & 15 = 3",
       Errc::key_mismatch, 1},
      {"UPDATE entry SET private = x'00' WHERE id & 15 = 2", Errc::hash_mismatch, 2},
      {"UPDATE entry SET private = NULL WHERE id & 15 = 3", Errc::hash_mismatch, 3},
      {"DROP TRIGGER chain_head_without_gap; UPDATE chain_head SET seq = 2", Errc::head_moved, 3},
      {"UPDATE day_total SET last_seq = 1 WHERE account = 'sales/A1'", Errc::totals_mismatch, 0},
      {"UPDATE stall_head SET seq = 1 WHERE stall = 'A2'", Errc::totals_mismatch, 0},
      {"UPDATE stall_head SET hash = zeroblob(32)", Errc::structure_damaged, 0},
      {"UPDATE chain_head SET derived_seq = 2", Errc::structure_damaged, 0},
      {"UPDATE chain_head SET derived_hash = zeroblob(32)", Errc::structure_damaged, 0},
      {"INSERT INTO stall_head VALUES (1, 'A9', 1, zeroblob(32))", Errc::totals_mismatch, 0},
      {"DELETE FROM stall_head WHERE stall = 'A2'", Errc::totals_mismatch, 0},
  }));
  TemporaryDirectory directory;
  {
    SqliteStore store{directory.path(), {}, no_trail};
    Log{store}.add({credit_draft("ha-long-1", "A1", "FT1", 1'000),
                    credit_draft("ha-long-1", "A2", "FT2", 2'000),
                    credit_draft("ha-long-1", "A1", "FT3", 3'000)});
  }
  INFO(sql);
  CHECK(raw_error(directory.path(), sql) == "");
  const auto report = verify(*open_sqlite_reader(directory.path()));
  REQUIRE(report.damage.has_value());
  CHECK(report.damage->error.code == code);
  CHECK(number(report.damage->seq) == seq);
}

TEST_CASE("Looking for damage leaves nothing in the folder that the program was started in") {
  std::filesystem::remove(":memory:");
  TemporaryDirectory directory;
  SqliteStore store{directory.path()};
  CHECK_FALSE(store.reader()->structure_damage().has_value());
  CHECK_FALSE(std::filesystem::exists(":memory:"));
}

TEST_CASE("A ledger of schema version 2 is brought up to this one with all that it has") {
  TemporaryDirectory directory;
  {
    SqliteStore store{directory.path(), {}, no_trail};
    Log log{store};
    log.add({credit_draft("ha-long-1", "A1", "FT1", 1'000)});
    log.add({credit_draft("ha-long-1", "A2", "FT2", 2'000)});
  }
  // The tables that differ, as they were.
  CHECK(raw_error(directory.path(), R"(
    CREATE TABLE entry_private (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    INSERT INTO entry_private SELECT id, private FROM entry WHERE private IS NOT NULL;
    DROP TRIGGER entry_not_updated;
    ALTER TABLE entry DROP COLUMN private;
    CREATE TRIGGER entry_not_updated BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
    CREATE TABLE heads (market_no INTEGER PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB NOT NULL)
    STRICT;
    INSERT INTO heads SELECT market_no, seq, hash FROM chain_head;
    DROP TABLE chain_head;
    ALTER TABLE heads RENAME TO chain_head;
    CREATE TRIGGER chain_head_not_deleted BEFORE DELETE ON chain_head
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
    CREATE TRIGGER chain_head_without_gap BEFORE UPDATE ON chain_head WHEN NEW.seq < OLD.seq
    BEGIN SELECT RAISE(ABORT, 'gap'); END;
    ALTER TABLE stall_head DROP COLUMN hash;
    PRAGMA user_version = 2)") == "");
  CHECK_THROWS_WITH(open_sqlite_reader(directory.path()), Catch::Contains("chopay serve"));
  SqliteStore store{directory.path(), {}, no_trail};
  auto& reader = store.own_reader();
  CHECK_FALSE(verify(reader).damage.has_value());
  CHECK(number(reader.head(market).seq) == 2);
  CHECK_FALSE(reader.private_part(market, Seq{1}).value().empty());
  CHECK(reader.stall_page(market, StallId::parse("A2").value(), Seq{}, 10).size() == 1);
  Log{store}.add({credit_draft("ha-long-1", "A1", "FT3", 3'000)});
  CHECK_FALSE(verify(*store.reader()).damage.has_value());
}
