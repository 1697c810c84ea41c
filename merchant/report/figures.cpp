#include "merchant/report/figures.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "merchant/board_view.hpp"
#include "merchant/entry_data.hpp"
#include "merchant/report/frame.hpp"

namespace chopay::merchant::report {
namespace {

std::optional<ledger::Entry> entry_at(ledger::Reader& reader, const MarketId& market,
                                      ledger::Seq seq) {
  std::optional<ledger::Entry> found;
  if (seq == ledger::Seq{}) return found;
  const ledger::Seq before{ledger::number(seq) - 1};
  reader.read(market, before, 1, [&](const ledger::StoredEntry& stored) {
    if (auto entry = ledger::decode(stored.bytes)) found = std::move(*entry);
    return false;
  });
  return found;
}

/// The sums of many days as those of one.
class SumOfDays {
 public:
  void add(ledger::DayTotals&& day) {
    head_ = day.head;
    for (auto& total : day.totals) {
      const auto at = places_.find(total.account);
      if (at == places_.end()) {
        places_.emplace(total.account, totals_.size());
        totals_.push_back(std::move(total));
        continue;
      }
      auto& sum = totals_[at->second];
      sum.postings += total.postings;
      sum.amount += total.amount;
      sum.last = std::max(sum.last, total.last);
    }
  }
  bool empty() const { return totals_.empty(); }
  ledger::DayTotals take() { return {head_, std::move(totals_)}; }

 private:
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<ledger::DayTotal> totals_;
  ledger::Head head_;
};

PeriodFigures read_period(ledger::Reader& reader, const Registry& registry, const Period& period) {
  PeriodFigures figures{period, {}, {}, false};
  SumOfDays sums;
  for (auto day = period.from.days(); day <= period.to.days(); ++day) {
    const auto date = ledger::BusinessDay::from_days(day);
    auto totals = reader.day_totals(registry.market, date);
    figures.days.push_back(market_day(date, totals));
    sums.add(std::move(totals));
  }
  figures.has_postings = !sums.empty();
  const auto all = sums.take();
  figures.charges = charges::charges_paid(all);
  figures.whole = settle(registry, period.to, all);
  figures.declared = declared_sales(registry, figures.whole, all);
  return figures;
}

std::map<StallId, ledger::Instant> read_last_sales(ledger::Reader& reader,
                                                   const Settlement& settlement) {
  std::map<StallId, ledger::Instant> times;
  for (const auto& zone : settlement.zones) {
    for (const auto& stall : zone.stalls) {
      const auto entry = entry_at(reader, settlement.market, stall.last);
      if (!entry) continue;
      const bool credit = entry->kind == ledger::Kind::credit;
      times.emplace(stall.stall, credit ? read_credit(*entry).occurred_at : entry->at);
    }
  }
  return times;
}

/// Of trade groups with so many listed stalls or more.
std::map<std::string, DayFigures> sums_by_trade(const Settlement& whole, const Registry& registry,
                                                std::int64_t stalls_min) {
  std::map<std::string, DayFigures> sums;
  std::map<std::string, std::int64_t> stalls;
  for (const auto& zone : whole.zones) {
    for (const auto& row : zone.stalls) {
      const auto* stall = registry.stall(row.stall);
      const auto trade = stall ? stall->trade : std::string{};
      sums[trade] += row.figures;
      ++stalls[trade];
    }
  }
  std::erase_if(sums, [&](const auto& sum) { return stalls[sum.first] < stalls_min; });
  return sums;
}

PeriodFigures seen_by_board(PeriodFigures whole, const Registry& registry) {
  whole.whole = merchant::board_view(std::move(whole.whole), registry);
  if (!whole.whole.hidden) return whole;
  for (auto& day : whole.days) {
    const auto all = std::exchange(day.figures, {});
    day.figures.unmatched = all.unmatched;
    day.figures.unmatched_count = all.unmatched_count;
  }
  return whole;
}

bool board_sees_adjustment(const Registry& registry, const Adjustment& one) {
  const auto seen = [&](const StallId& stall) { return board_sees(registry, stall); };
  return std::ranges::all_of(one.from, seen) && std::ranges::all_of(one.to, seen);
}

template <class Change>
Figures changed(Figures figures, Change change) {
  figures.now = change(std::move(figures.now));
  for (auto* other : {&figures.before, &figures.year_before}) {
    if (*other) *other = change(std::move(**other));
  }
  return figures;
}

}  // namespace

Figures read_figures(ledger::Reader& reader, std::shared_ptr<const Registry> registry,
                     const Period& period) {
  const ledger::FrozenView view{reader};
  Figures figures;
  figures.now = read_period(reader, *registry, period);
  if (period.kind == Period::Kind::month) {
    if (const auto before = period_before(period)) {
      figures.before = read_period(reader, *registry, *before);
    }
    if (const auto before = report::year_before(period)) {
      figures.year_before = read_period(reader, *registry, *before);
    }
  }
  if (period.kind == Period::Kind::day) {
    figures.last_sale = read_last_sales(reader, figures.now.whole);
  }
  figures.as_of = time_of(reader, registry->market, figures.now.whole.head);
  figures.by_trade = sums_by_trade(figures.now.whole, *registry, 1);
  figures.registry = std::move(registry);
  return figures;
}

Figures board_view(Figures whole) {
  const auto& registry = *whole.registry;
  std::erase_if(whole.last_sale,
                [&](const auto& sale) { return !board_sees(registry, sale.first); });
  std::erase_if(whole.hours, [&](const auto& stall) { return !board_sees(registry, stall.first); });
  std::erase_if(whole.adjustments,
                [&](const Adjustment& one) { return !board_sees_adjustment(registry, one); });
  auto view = changed(std::move(whole), [&](PeriodFigures figures) {
    return seen_by_board(std::move(figures), registry);
  });
  view.by_trade = sums_by_trade(view.now.whole, *view.registry, 1);
  return view;
}

Figures ward_view(Figures board) {
  board.last_sale.clear();
  board.adjustments.clear();
  board.sees_charges = false;
  board.by_trade = sums_by_trade(board.now.whole, *board.registry, points_in_sum_min);
  if (std::ssize(board.hours) < points_in_sum_min) board.hours.clear();
  return changed(std::move(board), [](PeriodFigures figures) {
    for (auto& zone : figures.whole.zones) zone.stalls.clear();
    return figures;
  });
}

}  // namespace chopay::merchant::report
