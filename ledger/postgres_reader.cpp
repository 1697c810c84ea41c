#include "ledger/postgres_reader.hpp"

#include <algorithm>
#include <map>
#include <thread>
#include <utility>

#include "ledger/postgres_rows.hpp"

namespace chopay::ledger {

using postgres::from_each;
using postgres::of;
using postgres::page_rows;
using postgres::Parameters;
using postgres::place_in_log;
using postgres::Rows;
using postgres::signed_number;

namespace {

constexpr std::chrono::milliseconds pause_between_servers{200};

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
  const auto head_in = [](const Rows& rows, int row) {
    auto market = MarketId::parse(rows.bytes(row, 0));
    if (!market) throw StoreFailure("a stored market has a wrong name");
    return MarketHead{std::move(*market), {place_in_log(rows.number(row, 1)), rows.hash(row, 2)}};
  };
  return from_each(ask("SELECT market, seq, hash FROM chain_head ORDER BY opened, market"),
                   head_in);
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

std::vector<std::pair<StallId, Seq>> PostgresReader::stall_heads(const MarketId& market) {
  const auto head_in = [](const Rows& rows, int row) {
    auto stall = StallId::parse(rows.bytes(row, 0));
    if (!stall) throw StoreFailure("a stored stall has a wrong name");
    return std::pair{std::move(*stall), place_in_log(rows.number(row, 1))};
  };
  const auto rows =
      ask("SELECT stall, max(seq) FROM entry WHERE market = $1 AND stall IS NOT NULL "
          "GROUP BY stall ORDER BY stall",
          of(market));
  return from_each(rows, head_in);
}

std::vector<StoredEntry> PostgresReader::stall_page(const MarketId& market, const StallId& stall,
                                                    Seq before, std::size_t limit) {
  const auto until = before == Seq{} ? number(last_seq_possible) + 1 : number(before);
  const auto rows =
      ask("SELECT seq, hash, bytes FROM entry WHERE market = $1 AND stall = $2 AND seq < $3 "
          "ORDER BY seq DESC LIMIT $4",
          of(market)
              .text(stall.text())
              .number(signed_number(until))
              .number(signed_number(std::min<std::size_t>(limit, number(last_seq_possible)))));
  return from_each(rows, [](const Rows& found, int row) {
    return StoredEntry{place_in_log(found.number(row, 0)), std::string{found.bytes(row, 2)},
                       found.hash(row, 1)};
  });
}

std::uint64_t PostgresReader::count(std::string_view sql, const MarketId& market) {
  return static_cast<std::uint64_t>(ask(sql, of(market)).number(0, 0));
}

std::uint64_t PostgresReader::private_count(const MarketId& market) {
  return count("SELECT count(*) FROM entry_private WHERE market = $1", market);
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
  const auto rows =
      ask("SELECT name, value FROM vault WHERE name >= $1 AND left(name, length($1)) = $1 "
          "ORDER BY name",
          Parameters{}.text(prefix));
  return from_each(rows, [](const Rows& found, int row) {
    return std::pair{std::string{found.bytes(row, 0)}, std::string{found.bytes(row, 1)}};
  });
}

}  // namespace chopay::ledger
