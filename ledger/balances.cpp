#include "ledger/balances.hpp"

#include <algorithm>
#include <optional>

#include "ledger/error.hpp"

namespace chopay::ledger {
namespace {

/// How many entries of a stall are read at a time.
constexpr std::size_t page_entries = 64;

/// Adds the postings of the entries in (after, last], or takes them away.
Result<void> count(Reader& reader, const MarketId& market, Seq after, Seq last, bool add,
                   Balances& balances) {
  std::optional<Error> error;
  const auto take = [&](const StoredEntry& stored) {
    const auto entry = decode(stored.bytes);
    if (!entry) {
      error = Error{entry.error().code, "seq " + std::to_string(number(stored.seq))};
      return false;
    }
    for (const auto& posting : entry->postings) {
      auto& balance = balances[posting.account];
      add ? balance += posting.amount : balance -= posting.amount;
    }
    return true;
  };
  reader.read(market, after, number(last) - number(after), take);
  if (error) return *error;
  return {};
}

}  // namespace

Result<Balances> balances_at(Reader& reader, const MarketId& market, Seq seq) {
  const FrozenView view{reader};
  const auto end = reader.head(market).seq;
  if (seq > end) return Error{Errc::not_found, "seq " + std::to_string(number(seq))};
  Balances balances;
  Result<void> counted;
  if (number(seq) < number(end) / 2) {
    counted = count(reader, market, Seq{}, seq, true, balances);
  } else {
    for (const auto& total : reader.all_totals(market)) balances[total.account] += total.amount;
    counted = count(reader, market, seq, end, false, balances);
  }
  if (!counted) return counted.error();
  std::erase_if(balances, [](const auto& one) { return one.second.is_zero(); });
  return balances;
}

std::vector<StoredEntry> stall_day(Reader& reader, const MarketId& market, const StallId& stall,
                                   BusinessDay day, std::size_t limit) {
  const FrozenView view{reader};
  std::vector<StoredEntry> list;
  const auto account = "sales/" + stall.text();
  const auto total = reader.day_total(market, day, account);
  if (!total || limit == 0) return list;
  std::int64_t left = total->postings;  // of the day's sales, further back in the stall's list
  const auto take = [&](const StoredEntry& stored) {
    const auto entry = decode(stored.bytes);
    if (!entry) throw StoreFailure("entry " + std::to_string(number(stored.seq)) + " is damaged");
    if (entry->day != day || entry->stall != stall) return;
    left -= std::ranges::count(entry->postings, account, &Posting::account);
    list.push_back(stored);
  };
  reader.read(market, Seq{number(total->last) - 1}, 1, [&](const StoredEntry& stored) {
    take(stored);
    return false;
  });
  for (Seq before = total->last; left > 0 && list.size() < limit;) {
    const auto page = reader.stall_page(market, stall, before, page_entries);
    if (page.empty()) break;
    for (const auto& stored : page) {
      if (left > 0 && list.size() < limit) take(stored);
    }
    before = page.back().seq;
  }
  return list;
}

}  // namespace chopay::ledger
