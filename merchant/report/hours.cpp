#include "merchant/report/hours.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "merchant/entry_data.hpp"
#include "merchant/log_search.hpp"
#include "merchant/money_data.hpp"
#include "merchant/report/figures.hpp"
#include "merchant/statement/imported.hpp"

namespace chopay::merchant::report {
namespace {

using ledger::Entry;

/// A bank's clock may lie ahead of ours: its first sale of a day is then written before midnight.
constexpr std::chrono::hours clocks_apart{1};
constexpr std::string_view reversed_account = "reversed/sales/";
constexpr std::string_view sales_account = "sales/";
constexpr std::string_view refund_account = "refund/";

/// The owner in an account's path; nothing for another kind of account.
std::optional<std::string_view> owner_in(std::string_view account, std::string_view kind) {
  if (!account.starts_with(kind)) return std::nullopt;
  return account.substr(kind.size());
}

/// When the bank had the money that the entry moves; nothing where that is not told.
std::optional<Instant> bank_time(const Entry& entry) {
  if (entry.kind == ledger::Kind::refund_paid) return read_refund_paid(entry).occurred_at;
  if (entry.kind == ledger::Kind::credit) {
    const auto data = read_credit(entry);
    const bool midnight = data.occurred_at.time_since_epoch() % std::chrono::hours{24} ==
                          std::chrono::hours{24} - ledger::vietnam_offset;
    if (midnight && statement::is_statement_source(data.source)) return std::nullopt;
    return data.occurred_at;
  }
  if (entry.kind == ledger::Kind::allocation) return read_allocation(entry).credit.occurred_at;
  return std::nullopt;
}

/// The hour of the entry's own day, 0–23; nothing for what counts for another day than its own.
std::optional<std::size_t> hour_of(const Entry& entry) {
  const auto at = bank_time(entry);
  if (!at || ledger::business_day_of(*at) != entry.day) return std::nullopt;
  const auto since = *at + ledger::vietnam_offset - Instant{entry.day.date()};
  return static_cast<std::size_t>(std::chrono::floor<std::chrono::hours>(since).count());
}

void subtract(DayFigures& from, const DayFigures& part) {
  from.count -= part.count;
  from.gross -= part.gross;
  from.refunds -= part.refunds;
  from.refund_count -= part.refund_count;
}

/// Adds up what entries post to stalls, by hour.
class HourSums {
 public:
  explicit HourSums(const Figures& figures) : period_(figures.now.period) {
    for (const auto& zone : figures.now.whole.zones) {
      for (const auto& stall : zone.stalls) hours_[stall.stall] = {};
    }
    for (auto& [stall, hours] : hours_) by_name_.emplace(stall.text(), &hours);
  }

  void take(const Entry& entry) {
    const bool moves = entry.kind == ledger::Kind::credit ||
                       entry.kind == ledger::Kind::allocation ||
                       entry.kind == ledger::Kind::refund_paid;
    if (!moves || entry.day < period_.from || entry.day > period_.to) return;
    const auto hour = hour_of(entry);
    if (!hour) return;
    for (const auto& posting : entry.postings) {
      if (const auto sold = owner_in(posting.account, sales_account)) {
        add(*sold, *hour, {1, -posting.amount, {}, {}, 0, 0});
      } else if (const auto back = owner_in(posting.account, reversed_account)) {
        add(*back, *hour, {-1, -posting.amount, {}, {}, 0, 0});
      } else if (const auto given = owner_in(posting.account, refund_account)) {
        add(*given, *hour, {0, {}, posting.amount, {}, 0, 1});
      }
    }
  }

  /// What no hour has is the rest of the stall's figures, which the daily sums know.
  HoursByStall finish(const Settlement& whole) {
    for (const auto& zone : whole.zones) {
      for (const auto& stall : zone.stalls) {
        auto& hours = hours_[stall.stall];
        auto rest = stall.figures;
        for (std::size_t hour = 0; hour < hours_of_day; ++hour) subtract(rest, hours[hour]);
        hours[hours_of_day] = rest;
      }
    }
    return std::move(hours_);
  }

 private:
  void add(std::string_view stall, std::size_t hour, const DayFigures& part) {
    const auto found = by_name_.find(stall);
    if (found != by_name_.end()) (*found->second)[hour] += part;
  }

  const Period period_;
  HoursByStall hours_;
  std::unordered_map<std::string_view, StallHours*> by_name_;  ///< into hours_
};

}  // namespace

HoursByStall read_hours(ledger::Reader& reader, const Figures& figures) {
  const auto& market = figures.registry->market;
  const auto head = figures.now.whole.head.seq;
  const Instant midnight{figures.now.period.from.date() - ledger::vietnam_offset};
  const Instant end{figures.now.period.to.date() + std::chrono::days{1} - ledger::vietnam_offset};
  HourSums sums{figures};
  const auto after = last_before(reader, market, midnight - clocks_apart, head);
  read_entries(reader, market, after, head, [&](const Entry& entry) {
    if (entry.at >= end + hour_entries_until) return false;
    sums.take(entry);
    return true;
  });
  return sums.finish(figures.now.whole);
}

}  // namespace chopay::merchant::report
