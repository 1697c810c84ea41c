#include "ledger/backup.hpp"

#include <filesystem>

#include "ledger/error.hpp"
#include "ledger/file_lock.hpp"
#include "ledger/sealed_store.hpp"
#include "ledger/sqlite_reader.hpp"

namespace chopay::ledger {
namespace {

namespace files = std::filesystem;

/// The copy under its working name; gone again unless it was kept.
class WorkingCopy {
 public:
  explicit WorkingCopy(const std::string& directory) : path_(directory + "/ledger.db.part") {
    remove();
  }
  ~WorkingCopy() {
    if (!kept_) remove();
  }
  WorkingCopy(const WorkingCopy&) = delete;
  WorkingCopy& operator=(const WorkingCopy&) = delete;

  const std::string& path() const { return path_; }
  void keep_as(const std::string& name) {
    remove_beside();
    files::rename(path_, name);
    kept_ = true;
  }

 private:
  void remove() {
    std::error_code ignored;
    files::remove(path_, ignored);
    remove_beside();
  }
  /// What reading a file in WAL mode leaves beside it; empty, since nobody wrote.
  void remove_beside() {
    std::error_code ignored;
    files::remove(path_ + "-wal", ignored);
    files::remove(path_ + "-shm", ignored);
  }
  std::string path_;
  bool kept_ = false;
};

Error error_of(const Damage& damage) {
  auto place = damage.market.empty() ? std::string{} : "market " + damage.market.text() + ", ";
  if (damage.seq != Seq{}) place += "entry " + std::to_string(number(damage.seq)) + ", ";
  return {damage.error.code, place + damage.error.detail};
}

}  // namespace

Result<VerifyReport> copy_ledger(const std::string& from, const std::string& to) {
  const std::string name = to + "/ledger.db";
  if (files::exists(name)) return Error{Errc::already_there, name};
  make_durable_directory(to);
  // Two copies into one folder at a time would write one file.
  const FileLock lock{to + "/ledger.lock"};
  WorkingCopy copy{to};
  {
    sqlite::Database source{from + "/ledger.db", sqlite::Access::read_only};
    source.copy_to(copy.path());
  }
  VerifyReport report;
  {
    auto cipher = vault_cipher_of(from);
    if (!cipher->seals())
      cipher = vault_cipher_of(to);  // what is brought back, to where its key is
    const auto reader = opened(std::make_unique<SqliteReader>(copy.path()), std::move(cipher));
    report = verify(*reader);
  }
  if (report.damage) return error_of(*report.damage);
  copy.keep_as(name);
  sync_directory(to);
  return report;
}

}  // namespace chopay::ledger
