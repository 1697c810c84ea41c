// What the store derives from the entries and keeps in tables of its own: the keys of the credits,
// the days' totals, tiles and checkpoints; and whether those tables and the logs fit together.
#include <algorithm>
#include <limits>

#include "ledger/postgres_reader.hpp"
#include "ledger/postgres_rows.hpp"

namespace chopay::ledger {

using postgres::day_of;
using postgres::from_each;
using postgres::of;
using postgres::page_rows;
using postgres::place_in_log;
using postgres::Rows;
using postgres::signed_number;

namespace {

DayTotal total_of(const Rows& rows, int row) {
  return {day_of(rows.number(row, 0)), std::string{rows.bytes(row, 1)}, rows.number(row, 2),
          Dong{rows.number(row, 3)}, place_in_log(rows.number(row, 4))};
}

StoredCheckpoint checkpoint_of(const Rows& rows, int row) {
  return {day_of(rows.number(row, 0)), static_cast<std::uint64_t>(rows.number(row, 1)),
          std::string{rows.bytes(row, 2)}};
}

/// Each must find no row in a sound store. Rows outside every log are looked for, because a check
/// of the logs alone would not see that a market is gone with all that it had.
struct StructureRule {
  std::string_view sql;
  const char* broken;
};
constexpr StructureRule structure_rules[] = {
    {"SELECT 1 FROM chain_head h WHERE seq <> "
     "(SELECT count(*) FROM entry e WHERE e.market = h.market) LIMIT 1",
     "there are more or fewer entries than a head says"},
    {"SELECT 1 FROM entry WHERE market NOT IN (SELECT market FROM chain_head) LIMIT 1",
     "an entry belongs to no market"},
    {"SELECT 1 FROM entry_private p WHERE NOT EXISTS "
     "(SELECT 1 FROM entry e WHERE e.market = p.market AND e.seq = p.seq) LIMIT 1",
     "a private part belongs to no entry"},
    {"SELECT 1 FROM credit_key WHERE market NOT IN (SELECT market FROM chain_head) LIMIT 1",
     "a key belongs to no market"},
    {"SELECT 1 FROM day_total t WHERE last_seq > coalesce("
     "(SELECT seq FROM chain_head h WHERE h.market = t.market), 0) LIMIT 1",
     "a total is ahead of its market"},
    {"SELECT 1 FROM tile WHERE market NOT IN (SELECT market FROM chain_head) LIMIT 1",
     "a tile belongs to no market"},
    {"SELECT 1 FROM checkpoint WHERE market NOT IN (SELECT market FROM chain_head) LIMIT 1",
     "a checkpoint belongs to no market"},
};

}  // namespace

void PostgresReader::read_keys(const MarketId& market,
                               const std::function<bool(const KeyRow&)>& take) {
  KeyRow row;
  row.day = day_of(std::numeric_limits<std::int32_t>::min());
  std::string bank;
  std::string reference;
  std::string account;
  for (;;) {
    const auto rows =
        ask("SELECT day, bank, reference, account, seq FROM credit_key WHERE market = $1 "
            "AND (day, bank, reference, account) > ($2, $3, $4, $5) "
            "ORDER BY day, bank, reference, account LIMIT $6",
            of(market)
                .number(row.day.days())
                .bytes(bank)
                .bytes(reference)
                .bytes(account)
                .number(page_rows));
    for (int at = 0; at < rows.size(); ++at) {
      row.day = day_of(rows.number(at, 0));
      row.bank = rows.bytes(at, 1);
      row.reference = rows.bytes(at, 2);
      row.account = rows.bytes(at, 3);
      row.seq = place_in_log(rows.number(at, 4));
      if (!take(row)) return;
    }
    if (static_cast<std::size_t>(rows.size()) < page_rows) return;
    bank = row.bank;
    reference = row.reference;
    account = row.account;
  }
}

std::optional<Seq> PostgresReader::find_key(const MarketId& market, const CreditKey& key) {
  const auto rows = ask(
      "SELECT seq FROM credit_key WHERE market = $1 AND day = $2 AND bank = $3 AND reference = $4 "
      "AND account = $5",
      of(market).number(key.day.days()).bytes(key.bank).bytes(key.reference).bytes(key.account));
  if (rows.empty()) return std::nullopt;
  return place_in_log(rows.number(0, 0));
}

std::optional<std::string> PostgresReader::newest_reference(const MarketId& market, BusinessDay day,
                                                            const std::string& bank) {
  const auto rows =
      ask("SELECT reference FROM credit_key WHERE market = $1 AND day = $2 AND bank = $3 "
          "ORDER BY reference DESC LIMIT 1",
          of(market).number(day.days()).bytes(bank));
  if (rows.empty()) return std::nullopt;
  return std::string{rows.bytes(0, 0)};
}

std::uint64_t PostgresReader::key_count(const MarketId& market) {
  return count("SELECT count(*) FROM credit_key WHERE market = $1", market);
}

DayTotals PostgresReader::day_totals(const MarketId& market, BusinessDay day) {
  const FrozenView view{*this};
  // From account to account, each by its newest row alone: a busy account has thousands of rows.
  const auto rows = ask(
      "WITH RECURSIVE newest AS ("
      "(SELECT account, postings, amount, last_seq FROM day_total WHERE market = $1 AND day = $2 "
      "ORDER BY account DESC, last_seq DESC LIMIT 1) UNION ALL "
      "SELECT n.account, n.postings, n.amount, n.last_seq FROM newest, LATERAL ("
      "SELECT account, postings, amount, last_seq FROM day_total WHERE market = $1 AND day = $2 "
      "AND account < newest.account ORDER BY account DESC, last_seq DESC LIMIT 1) n) "
      "SELECT $2::int8, account, postings, amount, last_seq FROM newest ORDER BY account",
      of(market).number(day.days()));
  return {head(market), from_each(rows, total_of)};
}

std::optional<DayTotal> PostgresReader::day_total(const MarketId& market, BusinessDay day,
                                                  const std::string& account) {
  const auto rows =
      ask("SELECT day, account, postings, amount, last_seq FROM day_total "
          "WHERE market = $1 AND day = $2 AND account = $3 ORDER BY last_seq DESC LIMIT 1",
          of(market).number(day.days()).bytes(account));
  if (rows.empty()) return std::nullopt;
  return total_of(rows, 0);
}

std::vector<DayTotal> PostgresReader::all_totals(const MarketId& market) {
  return from_each(ask("SELECT DISTINCT ON (day, account) day, account, postings, amount, last_seq "
                       "FROM day_total WHERE market = $1 ORDER BY day, account, last_seq DESC",
                       of(market)),
                   total_of);
}

std::vector<Hash> PostgresReader::tile_roots(const MarketId& market, unsigned level,
                                             std::uint64_t first, std::size_t limit) {
  std::vector<Hash> roots;
  const auto rows = ask(
      "SELECT hash, n FROM tile WHERE market = $1 AND level = $2 AND n >= $3 ORDER BY n LIMIT $4",
      of(market)
          .number(level)
          .number(signed_number(first))
          .number(signed_number(std::min<std::size_t>(limit, number(last_seq_possible)))));
  for (int row = 0; row < rows.size(); ++row) {
    if (rows.number(row, 1) != signed_number(first + roots.size())) break;
    roots.push_back(rows.hash(row, 0));
  }
  return roots;
}

std::optional<StoredCheckpoint> PostgresReader::checkpoint(const MarketId& market) {
  const auto rows =
      ask("SELECT checkpoint_day, checkpoint_size, checkpoint_note FROM chain_head "
          "WHERE market = $1 AND checkpoint_day IS NOT NULL",
          of(market));
  if (rows.empty()) return std::nullopt;
  return checkpoint_of(rows, 0);
}

std::vector<StoredCheckpoint> PostgresReader::all_checkpoints(const MarketId& market) {
  return from_each(ask("SELECT day, size, note FROM checkpoint WHERE market = $1 UNION ALL "
                       "SELECT checkpoint_day, checkpoint_size, checkpoint_note FROM chain_head "
                       "WHERE market = $1 AND checkpoint_day IS NOT NULL ORDER BY 1",
                       of(market)),
                   checkpoint_of);
}

std::optional<std::string> PostgresReader::structure_damage() {
  const FrozenView view{*this};
  for (const auto& [sql, broken] : structure_rules) {
    if (!ask(sql).empty()) return broken;
  }
  return std::nullopt;
}

}  // namespace chopay::ledger
