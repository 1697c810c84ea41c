#include "ledger/trailing_rows.hpp"

#include <algorithm>
#include <functional>

namespace chopay::ledger {
namespace {

/// So many batches of the present size may pass before a row is written again.
constexpr std::size_t batches_trailed = 64;
/// Rows that a batch writes, beside those that may not wait: for each of its entries, and at least.
constexpr std::size_t rows_an_entry = 4;
constexpr std::size_t rows_at_least = 64;

}  // namespace

std::size_t TrailingRows::HashPlace::operator()(const Place& place) const {
  constexpr std::size_t spread = 0x9e3779b97f4a7c15u;
  const auto numbers =
      static_cast<std::size_t>(place.market_no) * spread + static_cast<std::size_t>(place.day);
  return std::hash<std::string_view>{}(place.account) ^ (numbers * spread);
}

Seq TrailingRows::add(std::int64_t market_no, const SealedEntry& sealed, SqliteReader& stored) {
  const auto& entry = sealed.entry;
  ++arrived_;
  if (sums_.size() + stalls_.size() > kept_max_) forget();
  for (const auto& posting : entry.postings) {
    auto& kept = kept_sum({market_no, entry.day.days(), posting.account}, entry.market, stored);
    // An entry may have several postings of one sum, but it comes again only as a whole.
    if (kept.total.last > entry.seq || (kept.total.last == entry.seq && !kept.trails)) continue;
    ++kept.total.postings;
    kept.total.amount += posting.amount;
    kept.total.last = entry.seq;
    if (!std::exchange(kept.trails, true)) trail(market_no, entry, {0, 0, &kept, nullptr});
  }
  if (entry.stall.empty()) return Seq{};
  const Place place{market_no, 0, entry.stall.text()};
  auto found = stalls_.find(place);
  if (found == stalls_.end()) {
    found = stalls_.emplace(OwnPlace{market_no, 0, entry.stall.text()}, KeptStall{}).first;
    found->second.head = stored.stored_stall_head(market_no, entry.stall);
  }
  auto& kept = found->second;
  if (kept.head.seq >= entry.seq) return kept.head.seq;
  if (!std::exchange(kept.trails, true)) trail(market_no, entry, {0, 0, nullptr, &*found});
  return std::exchange(kept.head, Head{entry.seq, sealed.hash}).seq;
}

TrailingRows::KeptSum& TrailingRows::kept_sum(const Place& place, const MarketId& market,
                                              SqliteReader& stored) {
  if (const auto found = sums_.find(place); found != sums_.end()) return found->second;
  std::string account{place.account};
  const auto day = BusinessDay::from_days(place.day);
  auto row = stored.stored_total(market, day, account);
  if (!row) row = DayTotal{day, account, 0, {}, {}};
  return sums_
      .emplace(OwnPlace{place.market_no, place.day, std::move(account)}, KeptSum{std::move(*row)})
      .first->second;
}

void TrailingRows::trail(std::int64_t market_no, const Entry& entry, Trailing row) {
  row.arrival = arrived_;
  row.market_no = market_no;
  trailing_.push_back(row);
  before_[market_no].push_back({Seq{number(entry.seq) - 1}, entry.previous});
}

TrailingRows::Due TrailingRows::take_due(std::size_t entries) {
  const auto window = std::min(entries * batches_trailed, trail_max_);
  auto may_write = std::max(entries * rows_an_entry, rows_at_least);
  Due due;
  while (!trailing_.empty()) {
    const auto& row = trailing_.front();
    const auto age = arrived_ - row.arrival;
    const bool must = age >= trail_max_;
    if (!must && (age < window || may_write == 0)) break;
    if (!must) --may_write;
    if (row.sum) {
      row.sum->trails = false;
      due.sums.push_back({row.market_no, &row.sum->total});
    } else {
      auto& [place, stall] = *row.stall;
      stall.trails = false;
      due.stalls.push_back({row.market_no, place.account, stall.head});
    }
    before_[row.market_no].pop_front();
    trailing_.pop_front();
  }
  return due;
}

Head TrailingRows::complete_to(std::int64_t market_no, const Head& head) const {
  const auto before = before_.find(market_no);
  return before == before_.end() || before->second.empty() ? head : before->second.front();
}

void TrailingRows::forget() {
  std::erase_if(sums_, [](const auto& one) { return !one.second.trails; });
  std::erase_if(stalls_, [](const auto& one) { return !one.second.trails; });
}

}  // namespace chopay::ledger
