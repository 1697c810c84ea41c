#include "ledger/postgres_reader.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <thread>
#include <utility>

namespace chopay::ledger {
namespace {

using postgres::Parameters;
using postgres::Rows;

constexpr std::size_t page_rows = 1'000;
constexpr std::chrono::milliseconds pause_between_servers{200};

std::int64_t signed_number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

Seq place_in_log(std::int64_t value) {
  if (value < 0 || static_cast<std::uint64_t>(value) > number(last_seq_possible)) {
    throw StoreFailure("a stored place in the log is none");
  }
  return Seq{static_cast<std::uint64_t>(value)};
}

BusinessDay day_of(std::int64_t days) {
  return BusinessDay::from_days(static_cast<std::int32_t>(days));
}

Parameters of(const MarketId& market) {
  Parameters parameters;
  parameters.text(market.text());
  return parameters;
}

DayTotal total_of(const Rows& rows, int row) {
  return {day_of(rows.number(row, 0)), std::string{rows.bytes(row, 1)}, rows.number(row, 2),
          Dong{rows.number(row, 3)}, place_in_log(rows.number(row, 4))};
}

std::vector<DayTotal> totals_of(const Rows& rows) {
  std::vector<DayTotal> totals;
  for (int row = 0; row < rows.size(); ++row) totals.push_back(total_of(rows, row));
  return totals;
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

PostgresReader::PostgresReader(std::string url, std::chrono::milliseconds time_max,
                               std::chrono::milliseconds answer_max)
    : url_(std::move(url)), time_max_(time_max), answer_max_(answer_max) {
  connect();
}

void PostgresReader::connect() {
  connection_.reset();
  connection_ = std::make_unique<postgres::Connection>(url_, answer_max_);
  connection_->run("SET search_path TO chopay, pg_temp; SET default_transaction_read_only TO on; " +
                   std::string{"SET statement_timeout TO "} + std::to_string(time_max_.count()));
}

void PostgresReader::begin_timed() {
  if (frozen_ == 0 || time_max_ == std::chrono::milliseconds{}) return;
  // Short reads one after the other hold the view just as one long read does.
  if (std::chrono::steady_clock::now() > until_) {
    throw ReadTooLong("a view was held longer than a reader may");
  }
}

/// Outside a frozen view the same is asked again of the server that has taken over: once at least,
/// and until it has been away for `patience_`.
Rows PostgresReader::ask(std::string_view sql, const Parameters& parameters) {
  begin_timed();
  const auto until = std::chrono::steady_clock::now() + patience_;
  for (bool again = false;; again = true) {
    try {
      if (frozen_ == 0 && (!connection_ || connection_->is_lost())) connect();
      return connection_->ask(sql, parameters);
    } catch (const postgres::Failure& failure) {
      if (failure.sqlstate() == "57014") throw ReadTooLong("a statement took too long");
      if (frozen_ > 0 || !failure.passes()) throw;
      if (again && std::chrono::steady_clock::now() >= until) throw;
    }
    if (again) std::this_thread::sleep_for(pause_between_servers);
  }
}

void PostgresReader::freeze() {
  if (frozen_ == 0) {
    ask("SELECT 1");  // opens the connection anew where it was lost
    // PostgreSQL takes its view at the first statement, not at BEGIN.
    connection_->run(
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1 FROM chain_head LIMIT 1");
    until_ = std::chrono::steady_clock::now() + time_max_;
  } else {
    begin_timed();
  }
  ++frozen_;
}

void PostgresReader::thaw() noexcept {
  if (--frozen_ == 0) connection_->end_read();
}

std::vector<MarketHead> PostgresReader::heads() {
  std::vector<MarketHead> heads;
  const auto rows = ask("SELECT market, seq, hash FROM chain_head ORDER BY opened, market");
  for (int row = 0; row < rows.size(); ++row) {
    auto market = MarketId::parse(rows.bytes(row, 0));
    if (!market) throw StoreFailure("a stored market has a wrong name");
    heads.push_back({std::move(*market), {place_in_log(rows.number(row, 1)), rows.hash(row, 2)}});
  }
  return heads;
}

Head PostgresReader::head(const MarketId& market) {
  const auto rows = ask("SELECT seq, hash FROM chain_head WHERE market = $1", of(market));
  if (rows.empty()) return {};
  return {place_in_log(rows.number(0, 0)), rows.hash(0, 1)};
}

void PostgresReader::read(const MarketId& market, Seq after, std::size_t limit,
                          const std::function<bool(const StoredEntry&)>& take) {
  StoredEntry entry;
  while (limit > 0 && after < last_seq_possible) {
    const auto page = std::min(limit, page_rows);
    const auto rows = ask(
        "SELECT seq, hash, bytes FROM entry WHERE market = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        of(market).number(signed_number(number(after))).number(signed_number(page)));
    for (int row = 0; row < rows.size(); ++row) {
      entry.seq = after = place_in_log(rows.number(row, 0));
      entry.hash = rows.hash(row, 1);
      entry.bytes = rows.bytes(row, 2);
      if (!take(entry)) return;
    }
    if (static_cast<std::size_t>(rows.size()) < page) return;
    limit -= page;
  }
}

void PostgresReader::read_rows(const MarketId& market,
                               const std::function<bool(const EntryRow&)>& take) {
  std::map<std::string, Seq, std::less<>> newest;
  for (Seq after{};;) {
    const auto rows = ask(
        "SELECT e.seq, e.hash, e.bytes, e.stall, p.bytes FROM entry e LEFT JOIN entry_private p "
        "ON p.market = e.market AND p.seq = e.seq WHERE e.market = $1 AND e.seq > $2 "
        "ORDER BY e.seq LIMIT $3",
        of(market).number(signed_number(number(after))).number(page_rows));
    for (int at = 0; at < rows.size(); ++at) {
      EntryRow row;
      row.seq = after = place_in_log(rows.number(at, 0));
      row.hash = rows.hash(at, 1);
      row.bytes = rows.bytes(at, 2);
      if (!rows.is_null(at, 3)) {
        row.stall = rows.bytes(at, 3);
        row.stall_before = std::exchange(newest[std::string{row.stall}], row.seq);
      }
      if (!rows.is_null(at, 4)) row.private_part = rows.bytes(at, 4);
      if (!take(row)) return;
    }
    if (static_cast<std::size_t>(rows.size()) < page_rows) return;
  }
}

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

std::vector<std::pair<StallId, Seq>> PostgresReader::stall_heads(const MarketId& market) {
  std::vector<std::pair<StallId, Seq>> heads;
  const auto rows =
      ask("SELECT stall, max(seq) FROM entry WHERE market = $1 AND stall IS NOT NULL "
          "GROUP BY stall ORDER BY stall",
          of(market));
  for (int row = 0; row < rows.size(); ++row) {
    auto stall = StallId::parse(rows.bytes(row, 0));
    if (!stall) throw StoreFailure("a stored stall has a wrong name");
    heads.emplace_back(std::move(*stall), place_in_log(rows.number(row, 1)));
  }
  return heads;
}

std::vector<StoredEntry> PostgresReader::stall_page(const MarketId& market, const StallId& stall,
                                                    Seq before, std::size_t limit) {
  std::vector<StoredEntry> page;
  const auto until = before == Seq{} ? number(last_seq_possible) + 1 : number(before);
  const auto rows =
      ask("SELECT seq, hash, bytes FROM entry WHERE market = $1 AND stall = $2 AND seq < $3 "
          "ORDER BY seq DESC LIMIT $4",
          of(market)
              .text(stall.text())
              .number(signed_number(until))
              .number(signed_number(std::min<std::size_t>(limit, number(last_seq_possible)))));
  for (int row = 0; row < rows.size(); ++row) {
    page.push_back(
        {place_in_log(rows.number(row, 0)), std::string{rows.bytes(row, 2)}, rows.hash(row, 1)});
  }
  return page;
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

std::uint64_t PostgresReader::count(std::string_view sql, const MarketId& market) {
  return static_cast<std::uint64_t>(ask(sql, of(market)).number(0, 0));
}

std::uint64_t PostgresReader::key_count(const MarketId& market) {
  return count("SELECT count(*) FROM credit_key WHERE market = $1", market);
}

std::uint64_t PostgresReader::private_count(const MarketId& market) {
  return count("SELECT count(*) FROM entry_private WHERE market = $1", market);
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
  return {head(market), totals_of(rows)};
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
  return totals_of(
      ask("SELECT DISTINCT ON (day, account) day, account, postings, amount, last_seq "
          "FROM day_total WHERE market = $1 ORDER BY day, account, last_seq DESC",
          of(market)));
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
  std::vector<StoredCheckpoint> checkpoints;
  const auto rows =
      ask("SELECT day, size, note FROM checkpoint WHERE market = $1 UNION ALL "
          "SELECT checkpoint_day, checkpoint_size, checkpoint_note FROM chain_head "
          "WHERE market = $1 AND checkpoint_day IS NOT NULL ORDER BY 1",
          of(market));
  for (int row = 0; row < rows.size(); ++row) checkpoints.push_back(checkpoint_of(rows, row));
  return checkpoints;
}

std::optional<std::string> PostgresReader::private_part(const MarketId& market, Seq seq) {
  const auto rows = ask("SELECT bytes FROM entry_private WHERE market = $1 AND seq = $2",
                        of(market).number(signed_number(number(seq))));
  if (rows.empty()) return std::nullopt;
  return std::string{rows.bytes(0, 0)};
}

std::optional<std::string> PostgresReader::vault_get(std::string_view name) {
  const auto rows = ask("SELECT value FROM vault WHERE name = $1", Parameters{}.text(name));
  if (rows.empty()) return std::nullopt;
  return std::string{rows.bytes(0, 0)};
}

std::vector<std::pair<std::string, std::string>> PostgresReader::vault_list(
    std::string_view prefix) {
  std::vector<std::pair<std::string, std::string>> found;
  const auto rows =
      ask("SELECT name, value FROM vault WHERE name >= $1 AND left(name, length($1)) = $1 "
          "ORDER BY name",
          Parameters{}.text(prefix));
  for (int row = 0; row < rows.size(); ++row) {
    found.emplace_back(rows.bytes(row, 0), rows.bytes(row, 1));
  }
  return found;
}

std::optional<std::string> PostgresReader::structure_damage() {
  const FrozenView view{*this};
  for (const auto& [sql, broken] : structure_rules) {
    if (!ask(sql).empty()) return broken;
  }
  return std::nullopt;
}

}  // namespace chopay::ledger
