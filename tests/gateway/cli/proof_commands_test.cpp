#include <catch2/catch.hpp>

#include <filesystem>

#include "gateway/cli/files.hpp"
#include "ledger/log_key.hpp"
#include "ledger/receipt.hpp"
#include "ledger/sealer.hpp"
#include "ledger/sqlite_store.hpp"
#include "tests/gateway/cli/running.hpp"
#include "tests/support/market_fixture.hpp"

using namespace chopay;
using Catch::Matchers::Contains;
using testing::Running;

namespace {

/// A folder with a signed ledger, and a receipt of its last entry.
struct Folder {
  testing::TemporaryDirectory directory;
  std::string data = directory.path() + "/data";
  std::string receipt = directory.path() + "/sale.receipt";
  std::string key;

  Folder() {
    testing::MarketDesk desk;
    desk.open_market();
    desk.take(desk.notice("A01", 85'000, "ca tuoi"));
    ledger::SqliteStore store{data};
    auto own = ledger::load_or_create_log_key(data, "pay.example.vn", desk.random);
    const auto market = desk.log.back().entry.market;
    key = own.identity().verifier(market).text();
    ledger::Sealer sealer{store.own_reader(), std::move(own)};
    for (const auto& entry : desk.log) sealer.add(entry);
    store.begin();
    store.append(desk.log, {}, sealer.seal(testing::market_morning()).seals);
    const auto reader = store.reader();
    const auto note = ledger::parse_note(reader->checkpoint(market)->note).value();
    const auto made = ledger::make_receipt(*reader, market, desk.log.back().entry.seq, note);
    cli::write_file(receipt, made->print()).value();
  }
};

}  // namespace

TEST_CASE("A receipt is checked without the ledger, and says what it proves") {
  const Folder folder;
  std::filesystem::remove_all(folder.data);
  Running run;
  CHECK(run({"receipt", "verify", folder.receipt, "--key", folder.key}) == 0);
  const auto said = run.take();
  CHECK_THAT(said, Contains("credit") && Contains("85000 VND") && Contains("pay.example.vn/"));
}

TEST_CASE("A receipt that was changed or is another log's is not believed") {
  const Folder folder;
  Running run;
  auto text = cli::read_file(folder.receipt).value();
  text.replace(text.find("85000"), 5, "95000");
  cli::write_file(folder.receipt, text).value();
  CHECK(run({"receipt", "verify", folder.receipt, "--key", folder.key}) == 1);
  CHECK_FALSE(run.complaint().empty());
  CHECK(run.take().empty());
  CHECK(run({"receipt", "verify", folder.receipt, "--key", "nonsense"}) == 2);
  CHECK_FALSE(run.complaint().empty());
}

TEST_CASE("The keys of the logs are printed, and a ledger that was never signed has none") {
  const Folder folder;
  Running run;
  CHECK(run({"log", "key", "--data", folder.data}) == 0);
  CHECK(run.take() == folder.key + '\n');
  std::filesystem::remove(folder.data + "/log.key");
  CHECK(run({"log", "key", "--data", folder.data}) == 2);
  CHECK_FALSE(run.complaint().empty());
}

TEST_CASE("Verify says whether it has checked the signatures") {
  const Folder folder;
  Running run;
  CHECK(run({"ledger", "verify", "--data", folder.data}) == 0);
  const auto checked = run.take();
  CHECK_THAT(checked, Contains(", signed ") && !Contains("not checked"));
  std::filesystem::remove(folder.data + "/log.key");
  CHECK(run({"ledger", "verify", "--data", folder.data}) == 0);
  CHECK_THAT(run.take(), Contains(", signed ") && Contains("signatures not checked"));
  CHECK(run({"ledger", "verify", "--data", folder.data, "--key", folder.key}) == 0);
  CHECK(run.take() == checked);
}

TEST_CASE("A head guard is made for a sound ledger and never written over") {
  const Folder folder;
  const auto guard = folder.directory.path() + "/head";
  Running run;
  CHECK(run({"log", "trust-head", "--data", folder.data, "--head-guard", guard}) == 0);
  CHECK_THAT(run.take(), Contains("pay.example.vn/"));
  CHECK(std::filesystem::exists(guard));
  CHECK(run({"log", "trust-head", "--data", folder.data, "--head-guard", guard}) == 2);
  CHECK_THAT(run.complaint(), Contains("move it away"));
}
