#include <catch2/catch.hpp>

#include "gateway/cli/files.hpp"
#include "ledger/sqlite_store.hpp"
#include "tests/gateway/cli/running.hpp"
#include "tests/support/log_writer.hpp"

using namespace chopay;
using testing::Running;

namespace {

/// A ledger of three credits of one market.
struct Kept {
  testing::TemporaryDirectory directory;
  Kept() {
    ledger::SqliteStore store{path()};
    std::vector<ledger::Draft> drafts;
    for (int i = 1; i <= 3; ++i) {
      drafts.push_back(testing::credit_draft("ha-long-1", "A1", "FT" + std::to_string(i), i));
    }
    testing::LogWriter{store}.add(drafts);
  }
  std::string path() const { return directory.path() + "/data"; }
  std::string beside(const std::string& name) const { return directory.path() + '/' + name; }
};

}  // namespace

TEST_CASE("A backup is made beside an open ledger, and restored to the same head") {
  const Kept kept;
  const ledger::SqliteStore server{kept.path()};
  Running run;
  CHECK(run({"ledger", "backup", kept.beside("copy"), "--data", kept.path()}) == 0);
  const auto head = run.take();
  CHECK(head.starts_with("ha-long-1: head 3 "));
  CHECK(run({"ledger", "restore", kept.beside("copy"), "--data", kept.beside("new")}) == 0);
  CHECK(run.take() == head);
  CHECK(run({"ledger", "verify", "--data", kept.beside("new")}) == 0);
  CHECK(run({"ledger", "restore", kept.beside("copy"), "--data", kept.path()}) == 1);
  CHECK(run.complaint().starts_with("there is one already"));
}

TEST_CASE("An exported market is imported with the same head") {
  const Kept kept;
  Running run;
  CHECK(run({"ledger", "export", "--data", kept.path(), "--out", kept.beside("log")}) == 0);
  CHECK(run({"ledger", "import", kept.beside("log"), "--data", kept.beside("new")}) == 0);
  const auto head = run.take();
  CHECK(run({"ledger", "backup", kept.beside("copy"), "--data", kept.path()}) == 0);
  CHECK(run.take() == head);
  CHECK(run({"ledger", "import", kept.beside("log"), "--data", kept.beside("new")}) == 1);
  CHECK(run({"ledger", "export", "--data", kept.path()}) == 0);
  CHECK(run.take() == cli::read_file(kept.beside("log")).value());
  CHECK(run({"ledger", "export", "--data", kept.path(), "--market", "other"}) == 2);
}

TEST_CASE("Payers are erased by name, and verify says how many") {
  const Kept kept;
  Running run;
  CHECK(run({"ledger", "erase", "--data", kept.path()}) == 2);
  CHECK(run({"ledger", "erase", "--data", kept.path(), "--containing", "payer FT2"}) == 0);
  CHECK(run.take() == "ha-long-1: erased 1\n");
  CHECK(run({"ledger", "verify", "--data", kept.path()}) == 0);
  CHECK(run.take().ends_with("erased 1\n"));
  CHECK(run({"ledger", "erase", "--data", kept.path(), "--before", "2026-11-24"}) == 0);
  CHECK(run.take() == "ha-long-1: erased 0\n");
  CHECK(run({"ledger", "erase", "--data", kept.path(), "--before", "2026-11-25"}) == 0);
  CHECK(run.take() == "ha-long-1: erased 2\n");
}

TEST_CASE("Balances are shown as of the newest entry and as of any before") {
  const Kept kept;
  Running run;
  CHECK(run({"ledger", "balances", "--data", kept.path()}) == 0);
  CHECK(run.take() == "bank/970436/1017595600 6\nsales/A1 -6\n");
  CHECK(run({"ledger", "balances", "--data", kept.path(), "--at", "2"}) == 0);
  CHECK(run.take() == "bank/970436/1017595600 3\nsales/A1 -3\n");
  CHECK(run({"ledger", "balances", "--data", kept.path(), "--at", "4"}) == 2);
}
