#include "ledger/running_totals.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace chopay::ledger {

std::size_t RunningTotals::HashPlace::operator()(const Place& place) const {
  const auto numbers = static_cast<std::size_t>(place.market_no) * 0x9e3779b97f4a7c15u +
                       static_cast<std::size_t>(place.day.days());
  return std::hash<std::string_view>{}(place.account) ^ (numbers * 0x9e3779b97f4a7c15u);
}

void RunningTotals::add(std::int64_t market_no, const Entry& entry, Reader& written) {
  if (moved_.empty() && totals_.size() > kept_max_) totals_.clear();
  for (const auto& posting : entry.postings) {
    auto& one = kept({market_no, entry.day, posting.account}, entry.market, written);
    ++one.total.postings;
    one.total.amount += posting.amount;
    one.total.last = entry.seq;
    if (std::exchange(one.moved, true)) continue;
    moved_.push_back({{market_no, entry.day, one.total.account}, &one.total});
  }
}

RunningTotals::Kept& RunningTotals::kept(const Place& place, const MarketId& market,
                                         Reader& written) {
  if (const auto found = totals_.find(place); found != totals_.end()) return found->second;
  const std::string account{place.account};
  auto before = written.day_total(market, place.day, account);
  if (!before) before = DayTotal{place.day, account, 0, {}, {}};
  return totals_.emplace(OwnPlace{place.market_no, place.day, account}, Kept{std::move(*before)})
      .first->second;
}

std::vector<RunningTotals::Moved> RunningTotals::take_moved() {
  auto moved = std::exchange(moved_, {});
  std::ranges::sort(moved, {}, &Moved::place);
  for (const auto& one : moved) totals_.find(one.place)->second.moved = false;
  return moved;
}

}  // namespace chopay::ledger
