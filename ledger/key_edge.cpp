#include "ledger/key_edge.hpp"

namespace chopay::ledger {
namespace {

/// Beyond as many days and banks all are forgotten and read again: notices may bear any date.
constexpr std::size_t places_max = 4'096;

}  // namespace

bool KeyEdge::is_beyond(Reader& reader, const MarketId& market, const CreditKey& key) {
  auto newest = newest_.find(View{market, key.day, key.bank});
  if (newest == newest_.end()) {
    if (newest_.size() >= places_max) newest_.clear();
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
