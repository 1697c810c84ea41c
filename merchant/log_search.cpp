#include "merchant/log_search.hpp"

#include <algorithm>
#include <stdexcept>

namespace chopay::merchant {
namespace {

constexpr std::uint64_t page_entries = 10'000;

}  // namespace

ledger::Seq last_before(ledger::Reader& reader, const ledger::MarketId& market,
                        ledger::Instant instant, ledger::Seq head) {
  std::uint64_t low = 0;
  std::uint64_t high = ledger::number(head);
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    bool before = false;
    reader.read(market, ledger::Seq{middle}, 1, [&](const ledger::StoredEntry& stored) {
      before = ledger::decode(stored.bytes).value().at < instant;
      return false;
    });
    if (before) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return ledger::Seq{low};
}

void read_entries(ledger::Reader& reader, const ledger::MarketId& market, ledger::Seq after,
                  ledger::Seq last, const std::function<bool(const ledger::Entry&)>& take) {
  ledger::Entry entry;  // its room is used again for the next
  for (auto at = ledger::number(after); at < ledger::number(last);) {
    const auto page = std::min(page_entries, ledger::number(last) - at);
    bool more = false;
    reader.read(market, ledger::Seq{at}, page, [&](const ledger::StoredEntry& stored) {
      if (!ledger::decode(stored.bytes, entry)) {
        throw std::runtime_error("entry " + std::to_string(ledger::number(stored.seq)) +
                                 " cannot be read");
      }
      at = ledger::number(stored.seq);
      more = take(entry);
      return more;
    });
    if (!more) return;
  }
}

}  // namespace chopay::merchant
