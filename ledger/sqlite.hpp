#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/crypto.hpp"

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_value;

namespace chopay::ledger::sqlite {

/// How a connection may use the file; `copy` fills a new file that is worth nothing until it is
/// whole.
enum class Access { read_only, read_write, copy };

/// The version of the library that is loaded, as SQLite counts: 3040001 is 3.40.1.
int library_version() noexcept;

/// The path of a database that lies in memory alone and is nobody else's.
inline constexpr const char* in_memory = ":memory:";

/// One connection to a SQLite file, hardened (ledger facts §3.4). Used by one thread at a time.
/// Every failure throws StoreFailure with SQLite's words; none is retried.
class Database {
 public:
  Database(const std::string& path, Access access);
  ~Database();
  Database(Database&&) = delete;
  Database& operator=(Database&&) = delete;

  /// Runs SQL that gives no rows wanted; several statements allowed.
  void run(const char* sql);
  /// Reading past this moment is broken off with ReadTooLong; only for read-only connections.
  void read_until(std::chrono::steady_clock::time_point moment) { read_until_ = moment; }
  /// Ends a transaction that only read; cannot fail.
  void end_read() noexcept;
  /// The first column of the first row, as text; nullopt where there is no row.
  std::optional<std::string> ask(const char* sql);
  /// From now on only the statements that a ledger's writer needs are allowed.
  void lock_down();
  /// Moves what it can of the WAL into the database without waiting for readers (PASSIVE).
  /// Returns the pages that the WAL still holds.
  int checkpoint_passive();
  /// Moves everything and truncates the WAL when nobody reads; false when a reader is in the way.
  bool checkpoint_truncate();
  /// Copies all, as of one commit, into a new file and syncs it.
  void copy_to(const std::string& path);
  /// Pages in the WAL after the last commit on this connection.
  int wal_pages() const { return wal_pages_; }
  /// Rows that the last INSERT, UPDATE or DELETE changed.
  int changes() const;

  sqlite3* handle() const { return handle_; }

 private:
  void harden(Access access);
  static int stop_late_read(void* database);
  sqlite3* handle_ = nullptr;
  int wal_pages_ = 0;
  std::chrono::steady_clock::time_point read_until_ = std::chrono::steady_clock::time_point::max();
};

/// A value of the row at which a statement is, found once for all that is asked of it: where
/// millions of rows are read, to find it for each question costs as much as SQLite's reading. Valid
/// until the statement's next step or reset, as are the views.
class Value {
 public:
  explicit Value(sqlite3_value* value) : value_(value) {}
  std::int64_t number() const;
  std::string_view text() const;
  std::string_view blob() const;
  bool is_null() const;
  bool is_number() const;  ///< as it is stored, asked before it is read
  bool is_text() const;    ///< likewise
  bool is_blob() const;    ///< likewise

 private:
  sqlite3_value* value_;
};

/// A prepared statement; bind from the left, then step. Numbers are bound as int64, never as text.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(Statement&&) = delete;
  Statement& operator=(Statement&&) = delete;

  Statement& bind(std::int64_t value);
  Statement& bind_text(std::string_view value);  ///< the bytes must live until the next reset
  Statement& bind_blob(std::string_view value);  ///< likewise
  Statement& bind_blob(const Hash& value);       ///< likewise
  Statement& bind_null();

  /// True when there is a row. After false the statement is reset, ready to be bound again.
  bool step();
  /// Steps a statement that gives no row.
  void run();
  void reset();

  Value value(int column) const;
  std::int64_t number(int column) const { return value(column).number(); }
  std::string_view text(int column) const { return value(column).text(); }
  std::string_view blob(int column) const { return value(column).blob(); }
  bool is_null(int column) const { return value(column).is_null(); }

 private:
  void check(int code) const;
  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
};

/// Resets a statement when its rows have been read, also when reading them threw.
class ResetOnExit {
 public:
  explicit ResetOnExit(Statement& statement) : statement_(statement) {}
  ~ResetOnExit() { statement_.reset(); }
  ResetOnExit(const ResetOnExit&) = delete;
  ResetOnExit& operator=(const ResetOnExit&) = delete;

 private:
  Statement& statement_;
};

}  // namespace chopay::ledger::sqlite
