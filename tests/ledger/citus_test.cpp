// No Citus runs here: what would be executed is held to the tables that there are, as text.

#include <catch2/catch.hpp>

#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>

namespace {

std::string schema_file(const std::string& name) {
  std::ifstream file{CHOPAY_TESTS "/../ledger/schema/" + name};
  std::ostringstream text;
  text << file.rdbuf();
  REQUIRE(file);
  return text.str();
}

/// Each table, and whether its primary key begins with the market.
std::map<std::string, bool> tables_of(const std::string& schema) {
  const std::regex table{R"(CREATE TABLE (\w+) \(([\s\S]*?)\n\);)"};
  std::map<std::string, bool> tables;
  for (std::sregex_iterator one{schema.begin(), schema.end(), table}, end; one != end; ++one) {
    const auto columns = (*one)[2].str();
    tables[(*one)[1]] = std::regex_search(columns, std::regex{R"(PRIMARY KEY \(market[,)])"}) ||
                        std::regex_search(columns, std::regex{R"(market [^,]* PRIMARY KEY)"});
  }
  return tables;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("Citus divides every table whose key begins with the market, and copies every other") {
  const auto tables = tables_of(schema_file("postgres_1.sql") + schema_file("postgres_2.sql"));
  CHECK(tables.size() == 10);
  const auto citus = schema_file("citus.sql");
  for (const auto& [table, by_market] : tables) {
    CAPTURE(table);
    CHECK(times(citus, "create_distributed_table('chopay." + table + "', 'market'") == by_market);
    CHECK(times(citus, "create_reference_table('chopay." + table + "')") == !by_market);
    CHECK(times(citus, "logicalrelid = 'chopay." + table + "'::regclass") == 1);
  }
}

TEST_CASE("All that a batch of a market writes lies on one shard of Citus") {
  const auto citus = schema_file("citus.sql");
  const auto divided = times(citus, "create_distributed_table(");
  CHECK(times(citus, "colocate_with := 'chopay.chain_head'") == divided - 1);  // the first's own
}
