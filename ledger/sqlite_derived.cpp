// The rows that the store derives from entries and that may trail the log: what is read of them is
// completed here with the entries that they lack.
#include <algorithm>
#include <functional>
#include <map>

#include "ledger/sqlite_reader.hpp"
#include "ledger/sqlite_rows.hpp"

namespace chopay::ledger {

using sqlite::ResetOnExit;

namespace {

/// Trails are read anew when they have so many entries: most of them no row lacks any more.
constexpr std::size_t trail_entries_max = 32'768;

}  // namespace

Head SqliteReader::derived_to(std::int64_t market_no) {
  auto& statement =
      prepared("SELECT derived_seq, derived_hash FROM chain_head WHERE market_no = ?");
  const ResetOnExit reset{statement};
  if (!statement.bind(market_no).step()) return {};
  return {seq_of(statement.number(0)), hash_of(statement.blob(1))};
}

Head SqliteReader::stored_stall_head(std::int64_t market_no, const StallId& stall) {
  auto& statement = prepared("SELECT seq, hash FROM stall_head WHERE market_no = ? AND stall = ?");
  const ResetOnExit reset{statement};
  if (!statement.bind(market_no).bind_text(stall.text()).step()) return {};
  return {seq_of(statement.number(0)), hash_of(statement.blob(1))};
}

const Trail& SqliteReader::trail(std::int64_t market_no) {
  if (trail_entries_ > trail_entries_max) {
    trails_.clear();
    trail_entries_ = 0;
  }
  const auto complete_to = derived_to(market_no).seq;
  auto& trail = trails_[market_no];
  if (trail.read_to() < complete_to) trail = Trail{complete_to};
  auto& statement = prepared("SELECT bytes FROM entry WHERE id > ? AND id <= ? ORDER BY id");
  const ResetOnExit reset{statement};
  statement.bind(entry_id(market_no, trail.read_to()));
  statement.bind(entry_id(market_no, last_seq_possible));
  while (statement.step()) {
    const auto entry = decode(statement.blob(0));
    if (!entry) throw StoreFailure("an entry that sums still lack is damaged");
    trail.add(*entry);
    ++trail_entries_;
  }
  return trail;
}

Seq SqliteReader::stall_head(std::int64_t market_no, const StallId& stall) {
  return std::max(stored_stall_head(market_no, stall).seq, trail(market_no).newest_of(stall));
}

std::vector<std::pair<StallId, Seq>> SqliteReader::stall_heads(const MarketId& market) {
  const FrozenView view{*this};
  const auto no = market_no(market);
  std::map<std::string, Seq, std::less<>> newest;
  auto& statement = prepared("SELECT stall, seq FROM stall_head WHERE market_no = ?");
  const ResetOnExit reset{statement};
  statement.bind(no);
  while (statement.step()) newest.emplace(statement.text(0), seq_of(statement.number(1)));
  for (const auto& [stall, seq] : trail(no).newest()) {
    auto& known = newest[stall];
    known = std::max(known, seq);
  }
  std::vector<std::pair<StallId, Seq>> heads;
  for (const auto& [name, seq] : newest) {
    auto stall = StallId::parse(name);
    if (!stall) throw StoreFailure("a stored stall has a wrong name");
    heads.emplace_back(std::move(*stall), seq);
  }
  return heads;
}

std::vector<DayTotal> SqliteReader::totals(sqlite::Statement& statement) {
  std::vector<DayTotal> totals;
  while (statement.step()) {
    totals.push_back({BusinessDay::from_days(static_cast<std::int32_t>(statement.number(0))),
                      std::string{statement.text(1)}, statement.number(2),
                      Dong{statement.number(3)}, seq_of(statement.number(4))});
  }
  return totals;
}

DayTotals SqliteReader::day_totals(const MarketId& market, BusinessDay day) {
  const FrozenView view{*this};
  auto& statement = prepared(
      "SELECT day, account, postings, amount, last_seq FROM day_total "
      "WHERE market_no = ? AND day = ? ORDER BY account");
  const ResetOnExit reset{statement};
  const auto no = market_no(market);
  auto rows = totals(statement.bind(no).bind(day.days()));
  return {head(market), trail(no).complete(day, std::move(rows))};
}

std::optional<DayTotal> SqliteReader::stored_total(const MarketId& market, BusinessDay day,
                                                   const std::string& account) {
  auto& statement = prepared(
      "SELECT day, account, postings, amount, last_seq FROM day_total "
      "WHERE market_no = ? AND day = ? AND account = ?");
  const ResetOnExit reset{statement};
  auto sums = totals(statement.bind(market_no(market)).bind(day.days()).bind_text(account));
  if (sums.empty()) return std::nullopt;
  return std::move(sums.front());
}

std::optional<DayTotal> SqliteReader::day_total(const MarketId& market, BusinessDay day,
                                                const std::string& account) {
  const FrozenView view{*this};
  auto row = stored_total(market, day, account);
  if (!row) row = DayTotal{day, account, 0, {}, {}};
  auto total = trail(market_no(market)).complete(std::move(*row));
  if (total.postings == 0) return std::nullopt;
  return total;
}

StoredTotals SqliteReader::stored_totals(const MarketId& market) {
  const FrozenView view{*this};
  const auto no = market_no(market);
  auto& statement = prepared(
      "SELECT day, account, postings, amount, last_seq FROM day_total WHERE market_no = ? "
      "ORDER BY day, account");
  const ResetOnExit reset{statement};
  return {derived_to(no).seq, totals(statement.bind(no))};
}

std::vector<DayTotal> SqliteReader::all_totals(const MarketId& market) {
  const FrozenView view{*this};
  return trail(market_no(market)).complete(stored_totals(market).rows);
}

}  // namespace chopay::ledger
