// Backup, export, retention: what is kept, and what can be made to go.
#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>
#include <thread>

#include "ledger/backup.hpp"
#include "ledger/error.hpp"
#include "ledger/export.hpp"
#include "ledger/log_lines.hpp"
#include "ledger/retention.hpp"
#include "ledger/sqlite_store.hpp"
#include "tests/support/log_writer.hpp"
#include "tests/support/store_kinds.hpp"

using namespace chopay::ledger;
using namespace chopay::testing;

namespace {

const auto market = MarketId::parse("ha-long-1").value();

std::vector<Draft> credits(int first, int last) {
  std::vector<Draft> drafts;
  RepeatableRandom random;
  for (int i = first; i <= last; ++i) {
    drafts.push_back(credit_draft("ha-long-1", "A" + std::to_string(i % 5),
                                  "FT" + std::to_string(i), 1'000 + i));
    drafts.back().private_part =
        make_private_part(i % 2 == 0 ? "NGUYEN VAN A" : "TRAN THI B", random);
  }
  return drafts;
}

std::string file_bytes(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// All bytes of the ledger's files: of a file and of its WAL.
std::string all_bytes(const std::string& directory) {
  return file_bytes(directory + "/ledger.db") + file_bytes(directory + "/ledger.db-wal");
}

}  // namespace

TEST_CASE("A backup of a ledger in use has the head of its moment, and verifies") {
  TemporaryDirectory from;
  TemporaryDirectory to;
  SqliteStore store{from.path()};
  LogWriter log{store};
  log.add(credits(1, 50), std::vector<VaultChange>{{"key/1", "secret"}});
  const auto before = store.own_reader().head(market);
  const auto report = copy_ledger(from.path(), to.path()).value();
  log.add(credits(51, 60));
  CHECK(report.markets.at(0).head == before);
  const auto reader = open_sqlite_reader(to.path());
  CHECK(reader->head(market) == before);
  CHECK(reader->vault_get("key/1") == "secret");
}

TEST_CASE("Backups taken while payments are appended are each of one commit") {
  TemporaryDirectory from;
  SqliteStore store{from.path()};
  LogWriter log{store};
  log.add(credits(1, 20));
  std::atomic<bool> stop{false};
  std::thread lane{[&] {
    for (int next = 21; !stop; next += 5) log.add(credits(next, next + 4));
  }};
  for (int i = 0; i < 5; ++i) {
    TemporaryDirectory to;
    const auto report = copy_ledger(from.path(), to.path());
    CHECK(report.has_value());
    if (report) CHECK(number(report->markets.at(0).head.seq) % 5 == 0);
  }
  stop = true;
  lane.join();
}

TEST_CASE("A restored ledger goes on where the backup ended") {
  TemporaryDirectory from;
  TemporaryDirectory backup;
  TemporaryDirectory restored;
  {
    SqliteStore store{from.path()};
    LogWriter{store}.add(credits(1, 10));
  }
  CHECK(copy_ledger(from.path(), backup.path()).has_value());
  CHECK(copy_ledger(backup.path(), restored.path()).has_value());
  SqliteStore store{restored.path()};
  LogWriter{store}.add(credits(11, 12));
  CHECK(number(store.own_reader().head(market).seq) == 12);
  CHECK_FALSE(verify(store.own_reader()).damage.has_value());
}

TEST_CASE("A backup never takes the place of a ledger that is there") {
  TemporaryDirectory from;
  TemporaryDirectory to;
  { SqliteStore store{from.path()}; }
  { SqliteStore store{to.path()}; }
  const auto before = file_bytes(to.path() + "/ledger.db");
  CHECK(copy_ledger(from.path(), to.path()).error().code == Errc::already_there);
  CHECK(file_bytes(to.path() + "/ledger.db") == before);
}

TEST_CASE("A damaged ledger gives no backup, and nothing is left of the attempt") {
  TemporaryDirectory from;
  TemporaryDirectory to;
  {
    SqliteStore store{from.path(), {}, 0};  // sums are written at once
    LogWriter{store}.add(credits(1, 10));
  }
  {
    sqlite::Database database{from.path() + "/ledger.db", sqlite::Access::read_write};
    database.run("UPDATE day_total SET amount = amount + 1 WHERE account = 'sales/A1'");
  }
  CHECK(copy_ledger(from.path(), to.path()).error().code == Errc::totals_mismatch);
  CHECK_FALSE(std::filesystem::exists(to.path() + "/ledger.db"));
  CHECK_FALSE(std::filesystem::exists(to.path() + "/ledger.db.part"));
}

TEST_CASE("An export read into any store gives the same head, bytes and private parts") {
  const auto kind = GENERATE(from_range(store_kinds()));
  const auto source = make_store("sqlite");
  LogWriter log{source->store()};
  for (int first = 1; first < 100; first += 10) log.add(credits(first, first + 9));
  source->store().erase_private(market, std::vector{Seq{7}});
  std::stringstream text;
  const auto head = export_market(source->store().own_reader(), market, text).value();
  const auto target = make_store(kind);
  const auto read = import_market(target->store(), text);
  REQUIRE(read.has_value());
  CHECK(read->head == head);
  auto& reader = target->store().own_reader();
  CHECK(reader.head(market) == head);
  const auto report = verify(reader);
  CHECK_FALSE(report.damage.has_value());
  CHECK(report.markets.at(0).erased == 1);
  CHECK(reader.private_part(market, Seq{8}) ==
        source->store().own_reader().private_part(market, Seq{8}));
  CHECK(reader.all_totals(market) == source->store().own_reader().all_totals(market));
}

TEST_CASE("An export without its private lines is the same log, with the parts erased") {
  const auto source = make_store("memory");
  LogWriter{source->store()}.add(credits(1, 9));
  std::stringstream text;
  const auto head = export_market(source->store().own_reader(), market, text).value();
  std::stringstream entries;
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with("{\"private_of\"")) entries << line << '\n';
  }
  const auto target = make_store("sqlite");
  CHECK(import_market(target->store(), entries).value().head == head);
  const auto report = verify(target->store().own_reader());
  CHECK_FALSE(report.damage.has_value());
  CHECK(report.markets.at(0).erased == 9);
}

TEST_CASE("An export that was changed is refused, with the line that is wrong") {
  const auto source = make_store("memory");
  LogWriter{source->store()}.add(credits(1, 4));
  std::stringstream text;
  export_market(source->store().own_reader(), market, text).value();
  auto lines = text.str();
  std::string where;
  SECTION("an amount") {
    lines.replace(lines.find("-1003"), 5, "-1004");
    where = "line 5";
  }
  SECTION("an entry is missing") {
    const auto second = lines.find("{\"v\":1", 10);
    lines.erase(second, lines.find("{\"v\":1", second + 10) - second);
    where = "line 3";
  }
  SECTION("a private part") {
    const auto hex = lines.find("\"hex\":\"") + 40;
    lines[hex] = lines[hex] == '0' ? '1' : '0';
    where = "line 2";
  }
  SECTION("a line that is none") {
    lines.insert(0, "{}\n");
    where = "line 1";
  }
  std::istringstream changed{lines};
  const auto target = make_store("sqlite");
  const auto read = import_market(target->store(), changed);
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().detail.starts_with(where));
}

TEST_CASE("A market that is there is not imported over") {
  const auto place = make_store("memory");
  LogWriter{place->store()}.add(credits(1, 4));
  std::stringstream text;
  export_market(place->store().own_reader(), market, text).value();
  CHECK(import_market(place->store(), text).error().code == Errc::already_there);
}

TEST_CASE("An export of many entries is read back whole, one of none is refused") {
  const auto source = make_store("memory");
  LogWriter{source->store()}.add(credits(1, 2'500));
  std::stringstream text;
  const auto head = export_market(source->store().own_reader(), market, text).value();
  const auto target = make_store("memory");
  CHECK(import_market(target->store(), text).value().head == head);
  std::istringstream empty;
  CHECK(import_market(target->store(), empty).error().code == Errc::not_found);
  std::istringstream too_long{std::string(log_line_bytes_max + 1, 'x')};
  const auto read = import_market(target->store(), too_long);
  CHECK(read.error().detail == "line 1: a line over its limit");
}

TEST_CASE("Private parts are erased by person, and the log stays valid and shows it") {
  const auto place = make_store(GENERATE(from_range(store_kinds())));
  LogWriter{place->store()}.add(credits(1, 9));
  const auto head = place->store().own_reader().head(market);
  const auto of_person = [](const Entry&, std::string_view part) {
    return part.find("TRAN THI B") != std::string_view::npos;
  };
  CHECK(erase_private_parts(place->store(), market, of_person) == 5);
  CHECK(erase_private_parts(place->store(), market, of_person) == 0);
  place->reopen();
  auto& reader = place->store().own_reader();
  CHECK(reader.head(market) == head);
  CHECK(reader.private_part(market, Seq{1}) == "");
  CHECK(reader.private_part(market, Seq{2})->ends_with("NGUYEN VAN A"));
  const auto report = verify(reader);
  CHECK_FALSE(report.damage.has_value());
  CHECK(report.markets.at(0).erased == 5);
}

TEST_CASE("Private parts are erased by age") {
  const auto place = make_store("sqlite");
  LogWriter log{place->store()};
  auto drafts = credits(1, 6);
  for (std::size_t i = 3; i < 6; ++i) {
    drafts[i].day = BusinessDay::from_days(drafts[i].day.days() + 1);
  }
  log.add(drafts);
  const auto until = drafts[3].day;
  CHECK(erase_private_parts(place->store(), market, [&](const Entry& entry, std::string_view) {
          return entry.day < until;
        }) == 3);
}

TEST_CASE("What was erased is in no byte of the ledger's files") {
  TemporaryDirectory directory;
  SqliteStore store{directory.path()};
  LogWriter{store}.add(credits(1, 40));
  CHECK(all_bytes(directory.path()).find("TRAN THI B") != std::string::npos);
  erase_private_parts(store, market,
                      [](const Entry&, std::string_view part) { return part == "TRAN THI B"; });
  CHECK(all_bytes(directory.path()).find("TRAN THI B") == std::string::npos);
  CHECK(all_bytes(directory.path()).find("NGUYEN VAN A") != std::string::npos);
}

TEST_CASE(
    "Who erases while somebody reads is told that it is not done, and finishes it afterwards") {
  const TemporaryDirectory directory;
  const auto of_person = [](const Entry&, std::string_view part) { return part == "TRAN THI B"; };
  const auto still_there = [&] {
    return all_bytes(directory.path()).find("TRAN THI B") != std::string::npos;
  };
  std::unique_ptr<Reader> reader;  // outlives the store, whose end would empty the WAL otherwise
  {
    SqliteStore store{directory.path()};
    LogWriter{store}.add(credits(1, 40));
    reader = store.reader();
    const FrozenView view{*reader};
    CHECK(number(reader->head(market).seq) == 40);
    CHECK_THROWS_WITH(erase_private_parts(store, market, of_person),
                      Catch::Matchers::Contains("erase again when nobody does"));
  }
  SqliteStore store{directory.path()};
  CHECK(still_there());
  CHECK(erase_private_parts(store, market, of_person) == 0);  // they are erased
  CHECK_FALSE(still_there());
}
