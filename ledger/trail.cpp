#include "ledger/trail.hpp"

#include <iterator>
#include <utility>

namespace chopay::ledger {

void Trail::add(const Entry& entry) {
  read_to_ = entry.seq;
  for (const auto& posting : entry.postings) {
    moves_[{entry.day, posting.account}].push_back({entry.seq, posting.amount});
  }
  if (!entry.stall.empty()) newest_[entry.stall.text()] = entry.seq;
}

void Trail::add_lacking(const std::vector<Move>& moves, DayTotal& total) {
  const auto has = total.last;
  for (const auto& [seq, amount] : moves) {
    if (seq <= has) continue;
    ++total.postings;
    total.amount += amount;
    total.last = seq;
  }
}

std::vector<DayTotal> Trail::merge(Moves::const_iterator from, Moves::const_iterator to,
                                   std::vector<DayTotal> rows) {
  std::vector<DayTotal> merged;
  merged.reserve(rows.size());
  auto row = rows.begin();
  const auto comes_before = [](const DayTotal& a, const Moves::key_type& b) {
    return std::pair<BusinessDay, const std::string&>{a.day, a.account} <
           std::pair<BusinessDay, const std::string&>{b.first, b.second};
  };
  for (auto moved = from; moved != to; ++moved) {
    const auto& [place, moves] = *moved;
    while (row != rows.end() && comes_before(*row, place)) merged.push_back(std::move(*row++));
    const bool has_row =
        row != rows.end() && row->day == place.first && row->account == place.second;
    auto total = has_row ? std::move(*row++) : DayTotal{place.first, place.second, 0, {}, {}};
    add_lacking(moves, total);
    merged.push_back(std::move(total));
  }
  merged.insert(merged.end(), std::move_iterator(row), std::move_iterator(rows.end()));
  return merged;
}

std::vector<DayTotal> Trail::complete(std::vector<DayTotal> rows) const {
  return merge(moves_.begin(), moves_.end(), std::move(rows));
}

std::vector<DayTotal> Trail::complete(BusinessDay day, std::vector<DayTotal> rows) const {
  const auto next_day = BusinessDay::from_days(day.days() + 1);
  return merge(moves_.lower_bound({day, {}}), moves_.lower_bound({next_day, {}}), std::move(rows));
}

DayTotal Trail::complete(DayTotal row) const {
  const auto moved = moves_.find({row.day, row.account});
  if (moved != moves_.end()) add_lacking(moved->second, row);
  return row;
}

Seq Trail::newest_of(const StallId& stall) const {
  const auto found = newest_.find(stall.text());
  return found == newest_.end() ? Seq{} : found->second;
}

}  // namespace chopay::ledger
