#include "merchant/log_search.hpp"

namespace chopay::merchant {

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

}  // namespace chopay::merchant
