#include "ledger/sqlite_reader.hpp"

#include <algorithm>
#include <limits>

#include "ledger/sqlite_check.hpp"
#include "ledger/sqlite_rows.hpp"

namespace chopay::ledger {
namespace {

using sqlite::ResetOnExit;

StoredCheckpoint checkpoint_of(const sqlite::Statement& row) {
  return {BusinessDay::from_days(static_cast<std::int32_t>(row.number(0))),
          static_cast<std::uint64_t>(row.number(1)), std::string{row.text(2)}};
}

}  // namespace

SqliteReader::SqliteReader(const std::string& path, std::chrono::milliseconds time_max)
    : own_(std::make_unique<sqlite::Database>(path, sqlite::Access::read_only)),
      database_(*own_),
      time_max_(time_max) {}

SqliteReader::SqliteReader(sqlite::Database& database) : database_(database) {}

void SqliteReader::begin_timed() {
  if (time_max_ == std::chrono::milliseconds{}) return;
  const auto now = std::chrono::steady_clock::now();
  if (frozen_ > 0) {
    // Short reads one after the other hold the view just as one long read does.
    if (now > until_) throw ReadTooLong("a view was held longer than a reader may");
    return;
  }
  until_ = now + time_max_;
  database_.read_until(until_);
}

// The writer's own view is consistent without a transaction: nobody else commits.
void SqliteReader::freeze() {
  begin_timed();
  // SQLite takes its view at the first read, not at BEGIN.
  if (own_ && frozen_ == 0) database_.run("BEGIN; SELECT 1 FROM chain_head LIMIT 1");
  ++frozen_;
}

void SqliteReader::thaw() noexcept {
  --frozen_;
  if (own_ && frozen_ == 0) database_.end_read();
}

sqlite::Statement& SqliteReader::prepared(std::string_view sql) {
  begin_timed();
  if (const auto known = statements_.find(sql); known != statements_.end()) return *known->second;
  auto made = std::make_unique<sqlite::Statement>(database_, sql);
  return *statements_.emplace(sql, std::move(made)).first->second;
}

std::int64_t SqliteReader::market_no(const MarketId& market) {
  if (const auto known = market_numbers_.find(market); known != market_numbers_.end()) {
    return known->second;
  }
  auto& statement = prepared("SELECT no FROM market WHERE id = ?");
  const ResetOnExit reset{statement};
  if (!statement.bind_text(market.text()).step()) return 0;
  return market_numbers_[market] = statement.number(0);
}

std::vector<MarketHead> SqliteReader::heads() {
  std::vector<MarketHead> heads;
  auto& statement = prepared(
      "SELECT id, seq, hash FROM chain_head JOIN market ON no = market_no ORDER BY market_no");
  const ResetOnExit reset{statement};
  while (statement.step()) {
    auto market = MarketId::parse(statement.text(0));
    if (!market) throw StoreFailure("a stored market has a wrong name");
    heads.push_back({*market, {seq_of(statement.number(1)), hash_of(statement.blob(2))}});
  }
  return heads;
}

Head SqliteReader::head(const MarketId& market) {
  auto& statement = prepared("SELECT seq, hash FROM chain_head WHERE market_no = ?");
  const ResetOnExit reset{statement};
  if (!statement.bind(market_no(market)).step()) return {};
  return {seq_of(statement.number(0)), hash_of(statement.blob(1))};
}

void SqliteReader::read(const MarketId& market, Seq after, std::size_t limit,
                        const std::function<bool(const StoredEntry&)>& take) {
  const auto no = market_no(market);
  if (no == 0) return;
  auto& statement =
      prepared("SELECT id, hash, bytes FROM entry WHERE id > ? AND id <= ? ORDER BY id LIMIT ?");
  const ResetOnExit reset{statement};
  const auto rows = static_cast<std::int64_t>(
      std::min(limit, static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max())));
  statement.bind(entry_id(no, after)).bind(entry_id(no, last_seq_possible)).bind(rows);
  StoredEntry entry;
  while (statement.step()) {
    entry.seq = seq_of(statement.number(0));
    entry.hash = hash_of(statement.blob(1));
    entry.bytes = statement.blob(2);
    if (!take(entry)) return;
  }
}

void SqliteReader::read_rows(const MarketId& market,
                             const std::function<bool(const EntryRow&)>& take) {
  const auto no = market_no(market);
  auto& statement = prepared(
      "SELECT id, hash, bytes, stall, stall_before, private FROM entry WHERE id > ? AND id <= ? "
      "ORDER BY id");
  const ResetOnExit reset{statement};
  statement.bind(entry_id(no, Seq{})).bind(entry_id(no, last_seq_possible));
  while (statement.step()) {
    const auto hash = statement.value(1);
    const auto bytes = statement.value(2);
    const auto stall = statement.value(3);
    const auto stall_before = statement.value(4);
    const auto private_part = statement.value(5);
    const bool has_stall = !stall.is_null();
    const bool has_private = !private_part.is_null();
    EntryRow row;
    row.well_typed = hash.is_blob() && bytes.is_blob() &&
                     (!has_stall || (stall.is_text() && stall_before.is_number())) &&
                     (!has_private || private_part.is_blob());
    row.seq = seq_of(statement.number(0));
    row.hash = hash_of(hash.blob());
    row.bytes = bytes.blob();
    if (has_stall) row.stall = stall.text();
    row.stall_before = seq_of(stall_before.number());
    if (has_private) row.private_part = private_part.blob();
    if (!take(row)) return;
  }
}

void SqliteReader::read_keys(const MarketId& market,
                             const std::function<bool(const KeyRow&)>& take) {
  auto& statement = prepared(
      "SELECT day, bank, reference, account, seq FROM credit_key WHERE market_no = ? "
      "ORDER BY day, bank, reference, account");
  const ResetOnExit reset{statement};
  statement.bind(market_no(market));
  while (statement.step()) {
    const auto day = statement.value(0);
    const auto bank = statement.value(1);
    const auto reference = statement.value(2);
    const auto account = statement.value(3);
    const auto seq = statement.value(4);
    KeyRow row;
    row.well_typed = day.is_number() && bank.is_text() && reference.is_text() &&
                     account.is_text() && seq.is_number();
    row.day = BusinessDay::from_days(static_cast<std::int32_t>(day.number()));
    row.bank = bank.text();
    row.reference = reference.text();
    row.account = account.text();
    row.seq = seq_of(seq.number());
    if (!take(row)) return;
  }
}

std::vector<StoredEntry> SqliteReader::stall_page(const MarketId& market, const StallId& stall,
                                                  Seq before, std::size_t limit) {
  std::vector<StoredEntry> page;
  const FrozenView view{*this};
  const auto no = market_no(market);
  auto& statement = prepared("SELECT hash, bytes, stall_before, stall FROM entry WHERE id = ?");
  const ResetOnExit reset{statement};
  Seq at = stall_head(no, stall);
  // A page that goes on from an entry of the stall's list starts there, not at the newest.
  if (before != Seq{} && statement.bind(entry_id(no, before)).step()) {
    if (statement.text(3) == stall.text()) at = seq_of(statement.number(2));
    statement.reset();
  }
  while (at != Seq{} && page.size() < limit) {
    if (!statement.bind(entry_id(no, at)).step()) throw StoreFailure("a stall's list is broken");
    if (before == Seq{} || number(at) < number(before)) {
      page.push_back({at, std::string{statement.blob(1)}, hash_of(statement.blob(0))});
    }
    at = seq_of(statement.number(2));
    statement.reset();
  }
  return page;
}

std::optional<Seq> SqliteReader::find_key(const MarketId& market, const CreditKey& key) {
  auto& statement = prepared(
      "SELECT seq FROM credit_key WHERE market_no = ? AND day = ? AND bank = ? AND account = ? "
      "AND reference = ?");
  const ResetOnExit reset{statement};
  statement.bind(market_no(market)).bind(key.day.days()).bind_text(key.bank);
  if (!statement.bind_text(key.account).bind_text(key.reference).step()) return std::nullopt;
  return seq_of(statement.number(0));
}

std::optional<std::string> SqliteReader::newest_reference(const MarketId& market, BusinessDay day,
                                                          const std::string& bank) {
  auto& statement = prepared(
      "SELECT reference FROM credit_key WHERE market_no = ? AND day = ? AND bank = ? "
      "ORDER BY reference DESC LIMIT 1");
  const ResetOnExit reset{statement};
  if (!statement.bind(market_no(market)).bind(day.days()).bind_text(bank).step()) {
    return std::nullopt;
  }
  return std::string{statement.text(0)};
}

std::uint64_t SqliteReader::key_count(const MarketId& market) {
  auto& statement = prepared("SELECT count(*) FROM credit_key WHERE market_no = ?");
  const ResetOnExit reset{statement};
  statement.bind(market_no(market)).step();
  return static_cast<std::uint64_t>(statement.number(0));
}

std::vector<Hash> SqliteReader::tile_roots(const MarketId& market, unsigned level,
                                           std::uint64_t first, std::size_t limit) {
  std::vector<Hash> roots;
  auto& statement = prepared(
      "SELECT hash, n FROM tile WHERE market_no = ? AND level = ? AND n >= ? ORDER BY n LIMIT ?");
  const ResetOnExit reset{statement};
  statement.bind(market_no(market)).bind(level).bind(static_cast<std::int64_t>(first));
  statement.bind(static_cast<std::int64_t>(limit));
  while (statement.step()) {
    if (statement.number(1) != static_cast<std::int64_t>(first + roots.size())) break;
    roots.push_back(hash_of(statement.blob(0)));
  }
  return roots;
}

std::optional<StoredCheckpoint> SqliteReader::checkpoint(const MarketId& market) {
  // Not by day, which no signature covers: one that was damaged would pass for the newest for ever.
  // Some thousand rows in ten years.
  auto& statement = prepared(
      "SELECT day, size, note FROM checkpoint WHERE market_no = ? ORDER BY size DESC LIMIT 1");
  const ResetOnExit reset{statement};
  if (!statement.bind(market_no(market)).step()) return std::nullopt;
  return checkpoint_of(statement);
}

std::vector<StoredCheckpoint> SqliteReader::all_checkpoints(const MarketId& market) {
  std::vector<StoredCheckpoint> checkpoints;
  auto& statement =
      prepared("SELECT day, size, note FROM checkpoint WHERE market_no = ? ORDER BY day");
  const ResetOnExit reset{statement};
  statement.bind(market_no(market));
  while (statement.step()) checkpoints.push_back(checkpoint_of(statement));
  return checkpoints;
}

std::optional<std::string> SqliteReader::private_part(const MarketId& market, Seq seq) {
  auto& statement = prepared("SELECT private FROM entry WHERE id = ?");
  const ResetOnExit reset{statement};
  if (!statement.bind(entry_id(market_no(market), seq)).step()) return std::nullopt;
  if (statement.is_null(0)) return std::nullopt;
  return std::string{statement.blob(0)};
}

std::uint64_t SqliteReader::private_count(const MarketId& market) {
  auto& statement = prepared("SELECT count(private) FROM entry WHERE id >= ? AND id <= ?");
  const ResetOnExit reset{statement};
  const auto no = market_no(market);
  statement.bind(entry_id(no, Seq{})).bind(entry_id(no, last_seq_possible)).step();
  return static_cast<std::uint64_t>(statement.number(0));
}

std::optional<std::string> SqliteReader::structure_damage() {
  const FrozenView view{*this};
  return ledger::structure_damage(database_);
}

std::optional<std::string> SqliteReader::vault_get(std::string_view name) {
  auto& statement = prepared("SELECT value FROM vault WHERE name = ?");
  const ResetOnExit reset{statement};
  if (!statement.bind_text(name).step()) return std::nullopt;
  return std::string{statement.blob(0)};
}

std::vector<std::pair<std::string, std::string>> SqliteReader::vault_list(std::string_view prefix) {
  std::vector<std::pair<std::string, std::string>> rows;
  auto& statement = prepared("SELECT name, value FROM vault WHERE name >= ? ORDER BY name");
  const ResetOnExit reset{statement};
  statement.bind_text(prefix);
  while (statement.step() && statement.text(0).starts_with(prefix)) {
    rows.emplace_back(statement.text(0), statement.blob(1));
  }
  return rows;
}

}  // namespace chopay::ledger
