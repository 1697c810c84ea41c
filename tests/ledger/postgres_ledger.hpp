#pragma once

#include <catch2/catch.hpp>

#include <string>

#include "ledger/postgres.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/support/postgres_server.hpp"

namespace chopay::testing {

constexpr std::chrono::seconds postgres_answer_max{30};

/// The address of a new ledger; empty, and the case is over, where there is no PostgreSQL.
inline std::string new_postgres_ledger() {
  auto* server = PostgresServer::get();
  if (!server) WARN("skipped: PostgreSQL is not installed");
  return server ? server->new_ledger() : std::string{};
}

/// What the server says to this; empty where it has done it.
inline std::string refusal(ledger::postgres::Connection& connection, const std::string& sql) {
  try {
    connection.run(sql);
  } catch (const ledger::StoreFailure& failure) {
    return failure.what();
  }
  return {};
}

/// Runs this as the user who owns the server.
inline void run_as_owner(const std::string& url, const std::string& sql) {
  ledger::postgres::Connection{PostgresServer::as_owner(url), postgres_answer_max}.run(sql);
}

/// Ends every other connection to the database, as an administrator does.
inline void end_connections(const std::string& url) {
  run_as_owner(url,
               "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
               "WHERE datname = current_database() AND pid <> pg_backend_pid()");
}

inline std::string socket_folder(const std::string& url) {
  const auto host = url.find("host=") + 5;
  return url.substr(host, url.find('&', host) - host);
}

/// The same database, by way of the proxy.
inline std::string through(const CuttingProxy& proxy, std::string url) {
  const auto host = url.find("host=") + 5;
  return url.replace(host, url.find('&', host) - host, proxy.directory());
}

}  // namespace chopay::testing
