#pragma once

#include <sys/types.h>

#include <string>

#include "tests/support/ledger_fixture.hpp"

namespace chopay::testing {

/// A real PostgreSQL server of this process, started when it is first asked for and gone with it.
class PostgresServer {
 public:
  /// Nothing where PostgreSQL is not installed, which is said once on the standard error.
  static PostgresServer* get();

  /// The address of a new database with an empty ledger, for the user `gateway`, who is no more
  /// than a writer.
  std::string new_ledger();
  /// The same database for the user who owns the server.
  static std::string as_owner(const std::string& url);

  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

 private:
  std::string url(const std::string& user, const std::string& database) const;

  TemporaryDirectory directory_;
  pid_t process_ = -1;
  int databases_ = 0;
};

}  // namespace chopay::testing
