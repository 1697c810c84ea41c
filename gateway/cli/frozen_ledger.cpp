#include "gateway/cli/frozen_ledger.hpp"

#include <filesystem>

#include "ledger/sqlite.hpp"
#include "ledger/sqlite_reader.hpp"

namespace chopay::cli {
namespace {

namespace sqlite = ledger::sqlite;

/// A read transaction for as long as it lives.
class Snapshot {
 public:
  explicit Snapshot(sqlite::Database& database) : database_(database) { database_.run("BEGIN"); }
  ~Snapshot() { database_.end_read(); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  sqlite::Database& database_;
};

}  // namespace

Result<void> with_frozen_ledger(const std::string& data,
                                const std::function<void(ledger::Reader&)>& use) {
  const std::string path = (std::filesystem::path(data) / "ledger.db").string();
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return Error{Errc::no_ledger, data};
  sqlite::Database database{path, sqlite::Access::read_only};
  ledger::SqliteReader reader{database};
  const Snapshot snapshot{database};
  use(reader);
  return {};
}

}  // namespace chopay::cli
