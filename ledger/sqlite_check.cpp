#include "ledger/sqlite_check.hpp"

#include <string_view>

#include "ledger/store.hpp"

namespace chopay::ledger {

std::string_view embedded(std::string_view name);  // schema/sqlite.sql, see CMakeLists.txt

namespace {

/// Without counting them, which would read the whole table once more: every head's entry and the
/// first of its log are there, and after each log, and before all, comes the first entry of another
/// or nothing. What lies between the first and the last of a log, the check of that log has read.
/// The ids are compared as look-ups find them, so quick_check must have been content before.
constexpr auto entries_are_those_of_the_heads =
    "WITH log (first, last) AS MATERIALIZED ("
    "SELECT market_no * 1099511627776 + 1, market_no * 1099511627776 + seq FROM chain_head "
    "WHERE seq > 0), "
    "next (id) AS MATERIALIZED (SELECT (SELECT min(id) FROM entry) UNION ALL "
    "SELECT (SELECT min(id) FROM entry WHERE id > last) FROM log) "
    "SELECT NOT EXISTS (SELECT 1 FROM chain_head WHERE seq NOT BETWEEN 0 AND 1099511627775) "
    "AND (SELECT count(*) FROM log) = (SELECT count(*) FROM entry e, log WHERE e.id = last) "
    "AND NOT EXISTS (SELECT 1 FROM next WHERE id IS NOT NULL AND id NOT IN (SELECT first FROM "
    "log))";

/// Each must give "1" in a sound file. Rows outside every log are looked for, because a check of
/// the logs alone would not see that a market is gone with all that it had.
struct Rule {
  const char* sql;
  const char* broken;
};
constexpr Rule rules[] = {
    // A root that was damaged may be that of an empty table: then all of its own table is gone.
    {"SELECT count(*) = count(DISTINCT rootpage) FROM sqlite_schema WHERE rootpage > 0",
     "two tables lie in one tree"},
    {"SELECT count(*) = 0 FROM market WHERE no NOT IN (SELECT market_no FROM chain_head)",
     "a market has no head"},
    {"SELECT count(*) = 0 FROM chain_head WHERE market_no NOT IN (SELECT no FROM market)",
     "a head belongs to no market"},
    {entries_are_those_of_the_heads, "there are more or fewer entries than the heads say"},
    {"SELECT count(*) = 0 FROM (SELECT DISTINCT market_no FROM credit_key) "
     "WHERE market_no NOT IN (SELECT no FROM market)",
     "a key belongs to no market"},
    {"SELECT count(*) = 0 FROM day_total WHERE market_no NOT IN (SELECT no FROM market)",
     "a total belongs to no market"},
    {"SELECT count(*) = 0 FROM stall_head WHERE market_no NOT IN (SELECT no FROM market)",
     "a stall's list belongs to no market"},
    {"SELECT count(*) = 0 FROM tile WHERE market_no NOT IN (SELECT no FROM market)",
     "a tile belongs to no market"},
    {"SELECT count(*) = 0 FROM checkpoint WHERE market_no NOT IN (SELECT no FROM market)",
     "a checkpoint belongs to no market"},
    {"SELECT count(*) = 0 FROM tile WHERE typeof(hash) <> 'blob'", "a tile of another type"},
    {"SELECT count(*) = 0 FROM checkpoint WHERE typeof(note) <> 'text' OR "
     "typeof(size) <> 'integer'",
     "a checkpoint of another type"},
    {"SELECT count(*) = 0 FROM (SELECT size, lag(size) OVER (PARTITION BY market_no ORDER BY day) "
     "AS before FROM checkpoint) WHERE before >= size",
     "checkpoints are not in the order of their days"},
    {"SELECT count(*) = 0 FROM vault WHERE name = ''", "a row of the vault without a name"},
    {"SELECT count(*) = 0 FROM day_total WHERE typeof(account) <> 'text' OR "
     "typeof(amount) <> 'integer' OR typeof(postings) <> 'integer' OR "
     "typeof(last_seq) <> 'integer'",
     "a total of another type"},
    {"SELECT count(*) = 0 FROM stall_head WHERE typeof(stall) <> 'text' OR "
     "typeof(seq) <> 'integer'",
     "a stall's list of another type"},
    {"SELECT count(*) = 0 FROM stall_head s LEFT JOIN entry e ON "
     "e.id = s.market_no * 1099511627776 + s.seq "
     "WHERE e.stall IS NOT s.stall OR e.hash IS NOT s.hash",
     "a stall's list begins at an entry of another"},
    {"SELECT count(*) = 0 FROM chain_head WHERE typeof(hash) <> 'blob' OR "
     "typeof(seq) <> 'integer' OR typeof(derived_seq) <> 'integer'",
     "a head of another type"},
    {"SELECT count(*) = 0 FROM chain_head h LEFT JOIN entry e ON "
     "e.id = h.market_no * 1099511627776 + h.derived_seq "
     "WHERE derived_hash IS NOT CASE derived_seq WHEN 0 THEN zeroblob(32) ELSE e.hash END",
     "a head says of another entry that sums are right up to it"},
    {"SELECT count(*) = 0 FROM market WHERE typeof(id) <> 'text'", "a market of another type"},
};

std::string schema_of(sqlite::Database& database) {
  return database
      .ask(
          "SELECT group_concat(type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, ''), "
          "char(10)) FROM (SELECT * FROM sqlite_schema ORDER BY type, name)")
      .value_or("");
}

/// The tables and triggers as this version makes them.
const std::string& schema_wanted() {
  static const std::string wanted = [] {
    sqlite::Database fresh{sqlite::in_memory, sqlite::Access::read_write};
    fresh.run(std::string{embedded("sqlite.sql")}.c_str());
    return schema_of(fresh);
  }();
  return wanted;
}

}  // namespace

std::optional<std::string> structure_damage(sqlite::Database& database) {
  if (database.ask("PRAGMA user_version") != "3") return "the version of the schema";
  if (schema_of(database) != schema_wanted()) return "the tables or triggers are others";
  // The logs were read in order; a look-up descends by the keys of inner pages, which nobody read.
  if (database.ask("PRAGMA quick_check(entry)") != "ok") {
    return "the tree in which entries are looked up";
  }
  // No rule reads the vault's rows, and who loses them loses every key.
  if (database.ask("PRAGMA quick_check(vault)") != "ok") return "the vault";
  // Of those that are gone nothing else tells: a log that was never signed is sound, too.
  if (database.ask("PRAGMA quick_check(checkpoint)") != "ok") return "the checkpoints";
  for (const auto& rule : rules) {
    if (database.ask(rule.sql) != "1") return rule.broken;
  }
  return std::nullopt;
}

}  // namespace chopay::ledger
