#include <catch2/catch.hpp>

#include <filesystem>

#include "gateway/bank/kept_message.hpp"
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
  CHECK(run.take() == "ha-long-1: erased 1\nmessages kept aside: erased 0\n");
  CHECK(run({"ledger", "verify", "--data", kept.path()}) == 0);
  CHECK(run.take().ends_with("erased 1\n"));
  CHECK(run({"ledger", "erase", "--data", kept.path(), "--before", "2026-11-24"}) == 0);
  CHECK(run.take() == "ha-long-1: erased 0\nmessages kept aside: erased 0\n");
  CHECK(run({"ledger", "erase", "--data", kept.path(), "--before", "2026-11-25"}) == 0);
  CHECK(run.take() == "ha-long-1: erased 2\nmessages kept aside: erased 0\n");
}

TEST_CASE("A person goes from the messages kept aside, however a bank wrote the name") {
  const Kept kept;
  const std::string accented = R"({"name":"Ph\u1ea1m Th\u1ecd"})";
  const auto at = testing::market_morning();
  {
    ledger::SqliteStore store{kept.path()};
    auto draft = testing::credit_draft("ha-long-1", "A1", "FT4", 4);
    testing::RepeatableRandom random;
    draft.private_part = ledger::make_private_part(accented, random);
    testing::LogWriter{store}.add(std::vector{draft});
    const std::vector<ledger::VaultChange> rows{
        bank::kept_row({"sepay-main", "no market has it", at, accented}),
        bank::kept_row({"sepay-main", "no market has it", at, "PHAM THO chuyen tien"}),
        bank::kept_row({"sepay-main", "look first", at, "sealed", R"([{"payer":"Phạm Thọ"}])"}),
        bank::kept_row({"sepay-main", "no market has it", at, "TRAN THI B"}),
        {"kept/sepay-main/00", "no message, of PHAM THO"}};
    store.begin();
    store.append({}, rows);
  }
  Running run;
  const std::vector<std::string> erase{"ledger", "erase", "--data", kept.path(), "--containing"};
  const auto containing = [&](const std::string& text) {
    auto words = erase;
    words.push_back(text);
    return run(words);
  };
  CHECK(containing("\xCC\xA3") == 2);  // a mark without a letter: it would be found everywhere
  CHECK(run.complaint().starts_with("--containing: "));
  CHECK(containing("Phạm Thọ") == 0);
  CHECK(run.take() == "ha-long-1: erased 1\nmessages kept aside: erased 4\n");
  for (const auto& file : std::filesystem::directory_iterator{kept.path()}) {
    const auto bytes = cli::read_file(file.path().string()).value();
    INFO(file.path());
    for (const std::string name : {"PHAM THO", "u1ea1m", "Phạm"}) {
      CHECK(bytes.find(name) == std::string::npos);
    }
  }
  CHECK(run({"ledger", "verify", "--data", kept.path()}) == 0);
  CHECK(run.take().ends_with("erased 1\n"));
}

TEST_CASE("Messages kept aside go by the day on which they came in, what is no message stays") {
  const Kept kept;
  {
    ledger::SqliteStore store{kept.path()};
    const std::vector<ledger::VaultChange> rows{
        bank::kept_row({"sepay-main", "no market has it", testing::market_morning(), "one"}),
        {"kept/sepay-main/00", "no message"}};
    store.begin();
    store.append({}, rows);
  }
  Running run;
  CHECK(run({"ledger", "erase", "--data", kept.path(), "--before", "2026-11-24"}) == 0);
  CHECK(run.take() == "ha-long-1: erased 0\nmessages kept aside: erased 0\n");
  CHECK(run({"ledger", "erase", "--data", kept.path(), "--before", "2026-11-25"}) == 0);
  CHECK(run.take() == "ha-long-1: erased 3\nmessages kept aside: erased 1\n");
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
