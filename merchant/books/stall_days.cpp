#include "merchant/books/stall_days.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "merchant/money_data.hpp"

namespace chopay::merchant::books {
namespace {

using ledger::Entry;

constexpr std::size_t page_entries = 500;
/// A bank's clock may be ahead of ours, so an entry may count for the day after it was written.
constexpr int day_ahead_max = 1;

/// "bank/970436/1017595600", the leg that tells of the account.
PayeeAccount account_of(const Entry& entry) {
  if (entry.kind == ledger::Kind::allocation) return read_allocation(entry).credit.account;
  constexpr std::string_view prefix = "bank/";
  for (const auto& posting : entry.postings) {
    if (!posting.account.starts_with(prefix)) continue;
    const auto slash = posting.account.find('/', prefix.size());
    return {posting.account.substr(prefix.size(), slash - prefix.size()),
            posting.account.substr(slash + 1)};
  }
  return {};
}

/// What the entry adds to the stall's sales: negative where another explanation takes it away.
Dong sales_of(const Entry& entry, const StallId& stall) {
  Dong sum;
  for (const auto& posting : entry.postings) {
    if (posting.account == "sales/" + stall.text() ||
        posting.account == "reversed/sales/" + stall.text()) {
      sum -= posting.amount;
    }
  }
  return sum;
}

class EntryReading {
 public:
  EntryReading(ledger::Reader& reader, const MarketId& market, const StallId& stall,
               const report::Period& period)
      : reader_(reader), market_(market), stall_(stall), period_(period) {}

  StallEntries read() {
    ledger::Seq before{};
    while (true) {
      const auto page = reader_.stall_page(market_, stall_, before, page_entries);
      for (const auto& stored : page) {
        auto entry = ledger::decode(stored.bytes).value();
        if (ledger::business_day_of(entry.at).days() + day_ahead_max < period_.from.days()) {
          return take();
        }
        if (entry.day >= period_.from && entry.day <= period_.to) note(entry);
      }
      if (page.size() < page_entries) return take();
      before = page.back().seq;
    }
  }

 private:
  void note(const Entry& entry) {
    if (entry.kind == ledger::Kind::cash_taken_back) {
      taken_back_.insert(read_cash_taken_back(entry));  // it is newer than the line itself
    } else if (entry.kind == ledger::Kind::cash_noted) {
      auto line = read_cash_noted(entry);
      line.taken_back = taken_back_.contains(line.seq);
      cash_.push_back({std::move(line), note_of(entry.seq)});
    } else if (entry.kind == ledger::Kind::credit || entry.kind == ledger::Kind::allocation) {
      const auto amount = sales_of(entry, stall_);
      if (amount.is_zero()) return;
      auto& sum = accounts_[{account_of(entry), entry.day}];
      sum.count += amount > Dong{} ? 1 : -1;
      sum.amount += amount;
      sum.last = std::max(sum.last, entry.seq);
    }
  }

  std::string note_of(ledger::Seq seq) {
    const auto stored = reader_.private_part(market_, seq);
    if (!stored || stored->size() <= sizeof(ledger::Salt)) return {};
    return stored->substr(sizeof(ledger::Salt));
  }

  StallEntries take() {
    StallEntries entries{std::move(cash_), {}};
    std::ranges::sort(entries.cash, {}, [](const NotedCash& one) {
      return std::pair{one.line.day, one.line.seq};
    });
    for (auto& [key, sum] : accounts_) {
      sum.account = key.first;
      sum.day = key.second;
      entries.accounts.push_back(std::move(sum));
    }
    return entries;
  }

  ledger::Reader& reader_;
  const MarketId& market_;
  const StallId& stall_;
  const report::Period& period_;
  std::set<ledger::Seq> taken_back_;
  std::vector<NotedCash> cash_;
  std::map<std::pair<PayeeAccount, ledger::BusinessDay>, AccountDay> accounts_;
};

}  // namespace

StallDay read_stall_day(ledger::Reader& reader, const MarketId& market, const StallId& stall,
                        ledger::BusinessDay day) {
  StallDay found;
  ledger::DayTotals sums;
  for (const auto* account : {"sales/", "refund/", "reversed/sales/"}) {
    auto total = reader.day_total(market, day, account + stall.text());
    if (!total) continue;
    found.last = std::max(found.last, total->last);
    sums.totals.push_back(std::move(*total));
  }
  found.figures = market_day(day, sums).figures;
  if (const auto cash = reader.day_total(market, day, cash_account(stall))) {
    found.cash = cash->amount;
  }
  return found;
}

StallEntries read_stall_entries(ledger::Reader& reader, const MarketId& market,
                                const StallId& stall, const report::Period& period) {
  return EntryReading{reader, market, stall, period}.read();
}

}  // namespace chopay::merchant::books
