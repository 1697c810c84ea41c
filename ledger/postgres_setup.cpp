#include "ledger/postgres_setup.hpp"

#include <algorithm>
#include <string_view>

namespace chopay::ledger {

std::string_view embedded(std::string_view name);  // schema/*.sql, see CMakeLists.txt

namespace {

using postgres::Connection;
using postgres::Parameters;

constexpr std::chrono::seconds setup_max{60};
constexpr const char* roles[] = {"chopay_owner", "chopay_writer", "chopay_reader"};

constexpr std::string_view newest_version =
    "SELECT coalesce(max(version), 0)::int8 FROM chopay.schema_version";

int version_of(Connection& connection) {
  if (connection.ask("SELECT 1 WHERE to_regclass('chopay.schema_version') IS NOT NULL").empty()) {
    return 0;
  }
  return static_cast<int>(connection.ask(newest_version).number(0, 0));
}

void create_role(Connection& connection, const std::string& role, const char* may) {
  const auto there =
      connection.ask("SELECT 1 FROM pg_roles WHERE rolname = $1", Parameters{}.text(role));
  if (there.empty()) connection.run("CREATE ROLE " + connection.quoted_name(role) + ' ' + may);
}

void migrate(Connection& connection, int version) {
  const std::string sql{embedded("postgres_" + std::to_string(version) + ".sql")};
  // Who makes the tables is their owner's member just so long.
  connection.run("BEGIN; GRANT chopay_owner TO CURRENT_USER;\n" + sql +
                 "RESET ROLE; REVOKE chopay_owner FROM CURRENT_USER; COMMIT");
}

std::string known_version() {
  return "this program knows version " + std::to_string(postgres_version);
}

}  // namespace

PostgresSetup create_postgres_ledger(const std::string& url, const std::string& gateway_user) {
  Connection connection{url, setup_max};
  PostgresSetup setup{version_of(connection), postgres_version};
  if (setup.from > postgres_version) {
    throw StoreFailure("the ledger has version " + std::to_string(setup.from) + ", " +
                       known_version());
  }
  for (const char* role : roles) create_role(connection, role, "NOLOGIN");
  for (int version = setup.from + 1; version <= postgres_version; ++version) {
    migrate(connection, version);
  }
  if (!gateway_user.empty()) {
    create_role(connection, gateway_user, "LOGIN");
    connection.run("GRANT chopay_writer TO " + connection.quoted_name(gateway_user));
  }
  return setup;
}

// One statement after the other: Citus runs none of them beside others in one transaction.
void divide_by_citus(const std::string& url) {
  Connection connection{url, setup_max};
  auto statements = embedded("citus.sql");
  while (!statements.empty()) {
    const auto end = std::min(statements.find(";\n"), statements.size());
    const auto one = statements.substr(0, end);
    if (one.find_first_not_of(" \n") != std::string_view::npos) connection.run(std::string{one});
    statements.remove_prefix(std::min(end + 2, statements.size()));
  }
}

void require_postgres_ledger(const std::string& url) {
  PostgresReader reader{url};
  check_postgres_ledger(reader);
}

void check_postgres_ledger(PostgresReader& reader) {
  if (reader.ask("SELECT 1 WHERE to_regclass('chopay.schema_version') IS NOT NULL").empty()) {
    throw StoreFailure("the database has no ledger: run `chopay store init`");
  }
  const auto version = reader.ask(newest_version).number(0, 0);
  if (version != postgres_version) {
    throw StoreFailure("the ledger has version " + std::to_string(version) + ", " +
                       known_version() +
                       (version < postgres_version ? ": run `chopay store init`" : ""));
  }
  for (const char* setting : {"fsync", "full_page_writes"}) {
    const auto rows = reader.ask("SELECT current_setting($1)", Parameters{}.text(setting));
    if (rows.bytes(0, 0) == "on") continue;
    throw StoreFailure(std::string{"the server has "} + setting +
                       " off: a power cut would take back what was acknowledged");
  }
  const auto rights = reader.ask(
      "SELECT 1 FROM unnest(ARRAY['entry', 'credit_key', 'day_total', 'tile', 'checkpoint']) name "
      "WHERE has_table_privilege('chopay.' || name, 'DELETE') "
      "OR has_table_privilege('chopay.' || name, 'TRUNCATE') "
      "OR has_any_column_privilege('chopay.' || name, 'UPDATE')");
  if (!rights.empty()) {
    throw StoreFailure(
        "this user may change entries: name one in the URL who is no more than a member of "
        "chopay_writer (`chopay store init --gateway USER`)");
  }
}

}  // namespace chopay::ledger
