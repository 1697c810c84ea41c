#include <catch2/catch.hpp>

#include "gateway/cli/files.hpp"
#include "gateway/cli/frozen_ledger.hpp"
#include "ledger/sqlite_store.hpp"
#include "ledger/verify.hpp"
#include "tests/gateway/cli/running.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using testing::Running;

namespace {

/// A folder with the ledger of a market: three stalls, a credit of 85 000 for A01 that was asked
/// for and one of 7 000 that nobody can explain by a stall.
struct Folder {
  testing::TemporaryDirectory directory;
  testing::MarketDesk desk;

  Folder() {
    desk.open_market();
    const auto request = desk.open_request("A01", 85'000);
    desk.take(desk.notice("A01", 85'000, std::string(request.request.reference.text())));
    desk.take(desk.notice("A02", 7'000, "khong ro"));
    ledger::SqliteStore store{directory.path()};
    store.begin();
    store.append(desk.log, {});
  }
  std::string path() const { return directory.path(); }

  /// Changes the file as a thief with a text editor would.
  void tamper(const char* sql) const {
    ledger::sqlite::Database database{path() + "/ledger.db", ledger::sqlite::Access::read_write};
    database.run(sql);
  }
};

const std::string today = to_string(ledger::business_day_of(testing::market_morning()));

}  // namespace

TEST_CASE("A sound ledger is one line a market: entries, head, what was received") {
  const Folder folder;
  Running run;
  CHECK(run({"ledger", "verify", "--data", folder.path()}) == 0);
  const auto& last = folder.desk.log.back();
  const auto count = std::to_string(folder.desk.log.size());
  CHECK(run.take() == "ha-long-1: " + count + " entries, head " + count + ' ' +
                          ledger::to_hex(last.hash) + ", received 92000 VND, erased 0\n");
  CHECK(run.err.str().empty());
}

TEST_CASE("A changed entry is named by market and number, with exit code 1") {
  const Folder folder;
  folder.tamper("DROP TRIGGER entry_not_updated");
  folder.tamper(
      "UPDATE entry SET bytes = CAST(replace(bytes, '85000', '95000') AS BLOB) WHERE id & 15 = 7");
  Running run;
  CHECK(run({"ledger", "verify", "--data", folder.path()}) == 1);
  CHECK(run.take().empty());
  CHECK(run.complaint().starts_with("market ha-long-1, entry 7: "));
  CHECK(run({"settlement", "--data", folder.path(), "--date", today}) == 2);
  CHECK_FALSE(run.complaint().empty());
}

TEST_CASE("A reader of a frozen ledger sees one commit, whatever a server appends meanwhile") {
  const testing::TemporaryDirectory directory;
  const auto market = ledger::MarketId::parse("ha-long-1").value();
  ledger::SqliteStore store{directory.path()};
  ledger::Head head;
  const auto append = [&](int number) {
    const auto draft = testing::credit_draft("ha-long-1", "A1", "FT" + std::to_string(number), 1);
    const auto sealed =
        ledger::seal(draft, ledger::next(head.seq), head.hash, testing::market_morning());
    head = {sealed.entry.seq, sealed.hash};
    store.begin();
    store.append({&sealed, 1}, {});
  };
  append(1);
  cli::with_frozen_ledger(directory.path(), [&](ledger::Reader& reader) {
    CHECK(ledger::number(reader.head(market).seq) == 1);
    append(2);
    const auto report = ledger::verify(reader);
    CHECK_FALSE(report.damage);
    REQUIRE(report.markets.size() == 1);
    CHECK(report.markets[0].entries == 1);
  }).value();
  Running run;
  CHECK(run({"ledger", "verify", "--data", directory.path()}) == 0);
  CHECK(run.take().starts_with("ha-long-1: 2 entries"));
}

TEST_CASE("A folder without a ledger is not an empty ledger") {
  const testing::TemporaryDirectory directory;
  Running run;
  for (const std::string command : {"ledger", "settlement", "market"}) {
    std::vector<std::string> arguments{command};
    if (command == "ledger") arguments.emplace_back("verify");
    if (command == "market") arguments.emplace_back("show");
    arguments.insert(arguments.end(), {"--data", directory.path()});
    if (command == "settlement") arguments.insert(arguments.end(), {"--date", today});
    CHECK(run(arguments) == 2);
    CHECK(run.complaint() == "no ledger in the folder: " + directory.path());
  }
  cli::write_file(directory.path() + "/ledger.db", "not a database, whatever it is called").value();
  CHECK(run({"ledger", "verify", "--data", directory.path()}) == 2);
  CHECK_FALSE(run.complaint().empty());
}

TEST_CASE(
    "A settlement is the sum of the day's postings, as JSON or as CSV, printed or in a file") {
  const Folder folder;
  Running run;
  CHECK(run({"settlement", "--data", folder.path(), "--date", today}) == 0);
  const auto json = run.take();
  CHECK(json.starts_with("{\"date\":\"" + today + "\",\"market\":\"ha-long-1\""));
  CHECK(
      json.find(R"("totals":{"count":1,"gross":85000,"refunds":0,"net":85000,"unmatched":7000)") !=
      std::string::npos);
  const auto path = folder.path() + "/day.csv";
  CHECK(run({"settlement", "--data", folder.path(), "--date", today, "--market", "ha-long-1",
             "--format", "csv", "--out", path}) == 0);
  CHECK(run.take().empty());
  CHECK(cli::read_file(path).value().starts_with("\xEF\xBB\xBF"));
  CHECK(run({"settlement", "--data", folder.path(), "--date", "2026-01-01"}) == 0);
  CHECK(run.take().find(R"("gross":0)") != std::string::npos);
}

TEST_CASE("A settlement of no day, no market or into no folder is refused in one line") {
  const Folder folder;
  Running run;
  const std::vector<std::vector<std::string>> wrong{{"--date", "2026-02-30"},
                                                    {"--date", "24/11/2026"},
                                                    {"--date", today, "--market", "dong-xuan"},
                                                    {"--date", today, "--market", "No Such"},
                                                    {"--date", today, "--out", "/none/day.csv"}};
  for (auto arguments : wrong) {
    arguments.insert(arguments.begin(), {"settlement", "--data", folder.path()});
    CHECK(run(arguments) == 2);
    CHECK(run.take().empty());
    CHECK_FALSE(run.complaint().empty());
  }
}

TEST_CASE("A market is listed by zones and stalls, the accounts masked") {
  const Folder folder;
  Running run;
  CHECK(run({"market", "show", "--data", folder.path()}) == 0);
  const auto text = run.take();
  CHECK(text.starts_with("ha-long-1: Chợ Hạ Long I, Quảng Ninh (sandbox)\nA Khu hải sản\n  A01 "));
  CHECK(text.find("1017595600") == std::string::npos);
}
