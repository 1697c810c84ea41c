#include "ledger/key_edge.hpp"

namespace chopay::ledger {

bool KeyEdge::is_beyond(Reader& reader, const MarketId& market, const CreditKey& key) {
  auto newest = newest_.find(View{market, key.day, key.bank});
  if (newest == newest_.end()) {
    auto stored = reader.newest_reference(market, key.day, key.bank).value_or(std::string{});
    newest = newest_.emplace(Place{market, key.day, key.bank}, std::move(stored)).first;
  }
  return key.reference > newest->second;
}

void KeyEdge::add(const MarketId& market, const CreditKey& key) {
  const auto newest = newest_.find(View{market, key.day, key.bank});
  if (newest != newest_.end() && key.reference > newest->second) newest->second = key.reference;
}

}  // namespace chopay::ledger
