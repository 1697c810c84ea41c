#include "ledger/sqlite.hpp"

#include <sqlite3.h>

#include <array>
#include <cstring>

#include "ledger/file_lock.hpp"
#include "ledger/store.hpp"
#include "ledger/wal_file.hpp"

namespace chopay::ledger::sqlite {
namespace {

bool is_of_the_disk(int code) {
  switch (code & 0xff) {  // the low byte is the kind, the others say where
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
      return true;
    default:
      return false;
  }
}

[[noreturn]] void fail(sqlite3* handle, std::string_view doing) {
  if (sqlite3_errcode(handle) == SQLITE_INTERRUPT) {
    throw ReadTooLong("reading took longer than a reader may hold a view");
  }
  std::string text{doing};
  text += ": ";
  text += sqlite3_errmsg(handle);
  const int code = sqlite3_extended_errcode(handle);
  text += " (" + std::to_string(code) + ")";
  if (is_of_the_disk(code)) throw DiskFailure(text);
  throw StoreFailure(text);
}

bool is_any_of(const char* name, std::initializer_list<std::string_view> names) {
  for (const auto one : names) {
    if (name && one == name) return true;
  }
  return false;
}

/// What the writer's statements may do once the schema stands. Everything else — DROP, ALTER,
/// CREATE, ATTACH, PRAGMA, UPDATE or DELETE of the log — cannot even be prepared.
int authorize_writer(void*, int action, const char* name, const char* value, const char*,
                     const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_TRANSACTION:
    case SQLITE_INSERT:
    case SQLITE_FUNCTION:
      return SQLITE_OK;
    case SQLITE_PRAGMA:  // to be read, not set
      if (is_any_of(name, {"quick_check"})) return SQLITE_OK;
      return is_any_of(name, {"user_version"}) && !value ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_UPDATE:
      if (is_any_of(name, {"entry"}) && is_any_of(value, {"private"})) return SQLITE_OK;
      return is_any_of(name, {"chain_head", "stall_head", "day_total", "vault", "checkpoint"})
                 ? SQLITE_OK
                 : SQLITE_DENY;
    case SQLITE_DELETE:
      return is_any_of(name, {"vault"}) ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

int remember_wal_pages(void* pages, sqlite3*, const char*, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

/// A read is asked whether it is late after so many steps of SQLite's machine: some 10 µs.
constexpr int steps_between_looks = 1'000;
/// Pages copied, and synced, at a time: the syncs of a lane wait for 4 MB of ours at most.
constexpr int copy_pages = 1'024;

void limit(sqlite3* handle) {
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 1'000'000);
  sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 100'000);
  sqlite3_limit(handle, SQLITE_LIMIT_COLUMN, 100);
  sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, 20);
  sqlite3_limit(handle, SQLITE_LIMIT_COMPOUND_SELECT, 3);
  sqlite3_limit(handle, SQLITE_LIMIT_VDBE_OP, 25'000);
  sqlite3_limit(handle, SQLITE_LIMIT_FUNCTION_ARG, 8);
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(handle, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50);
  sqlite3_limit(handle, SQLITE_LIMIT_VARIABLE_NUMBER, 64);
  sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 10);
}

}  // namespace

int library_version() noexcept {
  return sqlite3_libversion_number();
}

Database::Database(const std::string& path, Access access) {
  // SQLite's own count of its memory costs a lock at each allocation, and nobody asks for it.
  static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(uncounted);
  // SQLite would create it readable by all, and give its WAL the same mode.
  if (access != Access::read_only && path != in_memory) make_private_file(path);
  const int how = access == Access::read_only ? SQLITE_OPEN_READONLY
                                              : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const char* const files = access == Access::read_only ? nullptr : gathering_file_system();
  if (sqlite3_open_v2(path.c_str(), &handle_, how | SQLITE_OPEN_NOMUTEX, files) != SQLITE_OK) {
    const std::string why = handle_ ? sqlite3_errmsg(handle_) : "out of memory";
    sqlite3_close(handle_);
    throw StoreFailure("opening " + path + ": " + why);
  }
  try {
    harden(access);
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Database::~Database() {
  sqlite3_close(handle_);
}

void Database::harden(Access access) {
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, 5'000);
  for (const int off : {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
                        SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL}) {
    sqlite3_db_config(handle_, off, 0, nullptr);
  }
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // SQLite keeps a WAL by closing the last connection's checkpoint; ours decides itself when.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  limit(handle_);
  run("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
      "PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;");
  if (access == Access::copy) {
    run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-4000;");
  } else if (access == Access::read_only) {
    run("PRAGMA query_only=ON; PRAGMA cache_size=-16000;");
    sqlite3_progress_handler(handle_, steps_between_looks, stop_late_read, this);
  } else {
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
        "PRAGMA secure_delete=ON;"  // what is erased is overwritten, not only unlinked
        "PRAGMA cache_size=-64000;");
    sqlite3_wal_hook(handle_, remember_wal_pages, &wal_pages_);
  }
}

int Database::stop_late_read(void* database) {
  const auto until = static_cast<const Database*>(database)->read_until_;
  return std::chrono::steady_clock::now() > until ? 1 : 0;
}

void Database::run(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle_, sql);
}

void Database::end_read() noexcept {
  sqlite3_exec(handle_, "COMMIT", nullptr, nullptr, nullptr);
}

std::optional<std::string> Database::ask(const char* sql) {
  Statement statement{*this, sql};
  if (!statement.step()) return std::nullopt;
  return std::string{statement.text(0)};
}

void Database::lock_down() {
  sqlite3_set_authorizer(handle_, authorize_writer, nullptr);
}

int Database::checkpoint_passive() {
  int in_wal = 0;
  int moved = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_wal, &moved);
  if (code != SQLITE_OK && code != SQLITE_BUSY) fail(handle_, "checkpoint");
  wal_pages_ = in_wal - moved;
  return wal_pages_;
}

bool Database::checkpoint_truncate() {
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK && code != SQLITE_BUSY) fail(handle_, "checkpoint");
  if (code == SQLITE_OK) wal_pages_ = 0;
  return code == SQLITE_OK;
}

void Database::copy_to(const std::string& path) {
  Database copy{path, Access::copy};
  run("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1");  // one commit for all steps
  auto* const backup = sqlite3_backup_init(copy.handle_, "main", handle_, "main");
  if (!backup) fail(copy.handle_, "copying to " + path);
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(backup, copy_pages);
    if (code == SQLITE_OK || code == SQLITE_DONE) sync_file(path);
  }
  const int finished = sqlite3_backup_finish(backup);
  end_read();
  if (code != SQLITE_DONE || finished != SQLITE_OK) fail(copy.handle_, "copying to " + path);
  sync_file(path);
}

int Database::changes() const {
  return sqlite3_changes(handle_);
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  check(sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) fail(database_.handle(), "statement");
}

Statement& Statement::bind(std::int64_t value) {
  check(sqlite3_bind_int64(statement_, ++bound_, value));
  return *this;
}

Statement& Statement::bind_text(std::string_view value) {
  check(sqlite3_bind_text64(statement_, ++bound_, value.data(), value.size(), SQLITE_STATIC,
                            SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_blob(std::string_view value) {
  check(sqlite3_bind_blob64(statement_, ++bound_, value.data() ? value.data() : "", value.size(),
                            SQLITE_STATIC));
  return *this;
}

Statement& Statement::bind_blob(const Hash& value) {
  return bind_blob(std::string_view{reinterpret_cast<const char*>(value.data()), value.size()});
}

Statement& Statement::bind_null() {
  check(sqlite3_bind_null(statement_, ++bound_));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail(database_.handle(), sqlite3_sql(statement_));
  reset();
  return false;
}

void Statement::run() {
  if (step()) {
    reset();
    throw StoreFailure("a statement gave a row where none was expected");
  }
}

void Statement::reset() {
  sqlite3_reset(statement_);
  bound_ = 0;
}

// SQLite calls such a value unprotected: another thread could change it. A statement has one.
Value Statement::value(int column) const {
  return Value{sqlite3_column_value(statement_, column)};
}

std::int64_t Value::number() const {
  return sqlite3_value_int64(value_);
}

std::string_view Value::text() const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value_));
  if (!data) return {};
  return {data, static_cast<std::size_t>(sqlite3_value_bytes(value_))};
}

std::string_view Value::blob() const {
  const auto* data = static_cast<const char*>(sqlite3_value_blob(value_));
  if (!data) return {};
  return {data, static_cast<std::size_t>(sqlite3_value_bytes(value_))};
}

bool Value::is_null() const {
  return sqlite3_value_type(value_) == SQLITE_NULL;
}

bool Value::is_number() const {
  return sqlite3_value_type(value_) == SQLITE_INTEGER;
}

bool Value::is_text() const {
  return sqlite3_value_type(value_) == SQLITE_TEXT;
}

bool Value::is_blob() const {
  return sqlite3_value_type(value_) == SQLITE_BLOB;
}

}  // namespace chopay::ledger::sqlite
