#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/crypto.hpp"
#include "ledger/postgres_values.hpp"
#include "ledger/store.hpp"

struct pg_conn;
struct pg_result;

/// A wall around libpq: nothing else includes it.
namespace chopay::ledger::postgres {

/// The server's refusal, or the loss of its connection.
class Failure : public StoreFailure {
 public:
  /// `sqlstate`: what is past its five characters is none of it.
  Failure(const std::string& what, std::string_view sqlstate) : StoreFailure(what) {
    sqlstate.copy(sqlstate_.data(), sqlstate_.size() - 1);
  }
  /// Five characters, Appendix A of PostgreSQL's manual; empty where no answer came.
  std::string_view sqlstate() const { return sqlstate_.data(); }
  /// True where the same may succeed on a new connection: the connection was lost, the server is
  /// stopping, or it broke a deadlock. What was sent may have been done all the same.
  bool passes() const;

 private:
  std::array<char, 6> sqlstate_{};  ///< ends with a zero; no string, whose copy could throw
};

/// The rows of an answer. Columns are int8, text or bytea; reading another type is a StoreFailure.
class Rows {
 public:
  explicit Rows(pg_result* result) : result_(result, clear) {}
  int size() const;
  bool empty() const { return size() == 0; }
  std::int64_t number(int row, int column) const;
  std::string_view bytes(int row, int column) const;  ///< also texts; lives as long as the rows
  Hash hash(int row, int column) const;
  bool is_null(int row, int column) const;

 private:
  static void clear(pg_result* result);
  std::unique_ptr<pg_result, void (*)(pg_result*)> result_;
};

/// A statement and its parameters.
struct Call {
  std::string_view sql;
  Parameters parameters;
};

/// One connection, used by one thread at a time. Every wait ends: connecting after 2 s a host, an
/// answer after `answer_max`. Failures throw Failure, and then only is_lost() says whether the
/// connection can go on.
class Connection {
 public:
  /// `url`: postgres://user@host[,host…]/database?… (PostgreSQL's manual, 34.1.1.2); never with a
  /// password in it, which check_url() refuses. A host that is not this machine is spoken to by
  /// TLS with its name checked, unless the URL has an `sslmode` of its own.
  Connection(const std::string& url, std::chrono::milliseconds answer_max);
  ~Connection();
  Connection(Connection&&) = delete;
  Connection& operator=(Connection&&) = delete;

  /// Runs SQL without parameters or rows wanted; several statements allowed.
  void run(const std::string& sql);
  /// The answer of a prepared statement. Each text is prepared once and kept for as long as the
  /// connection: there should be few, and what differs from call to call is a parameter.
  Rows ask(std::string_view sql, const Parameters& parameters = {});
  /// Runs all in one transaction, in one round trip; on return it is durable. On Failure either
  /// nothing was done or, where the connection was lost, nobody knows.
  void run_together(std::span<const Call> calls);
  /// Ends a transaction that only read; a failure shows at the next use.
  void end_read() noexcept;
  bool is_lost() const;
  /// As a name in a statement, whatever is in it.
  std::string quoted_name(const std::string& name);

 private:
  using Step = std::pair<const std::string*, const Parameters*>;

  const std::string& prepared(std::string_view sql, const Parameters& parameters);
  void send(const std::string& name, const Parameters& parameters);
  pg_result* answer();
  Rows last_answer();
  void flush();
  void wait(bool to_write);
  std::optional<Failure> run_steps(std::span<const Step> steps);
  [[noreturn]] void fail();

  pg_conn* connection_ = nullptr;
  std::chrono::milliseconds answer_max_;
  std::chrono::steady_clock::time_point until_{};
  bool lost_ = false;
  std::map<std::string, std::string, std::less<>> names_;  ///< of prepared statements, by text
};

/// What is wrong with the URL; empty where nothing is. Never repeats the URL: it may hold what must
/// not be shown.
std::string check_url(const std::string& url);

}  // namespace chopay::ledger::postgres
