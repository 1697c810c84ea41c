#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "ledger/store.hpp"

namespace chopay::ledger {

/// The greatest reference that each bank has given on each day: a key beyond it is new, without
/// looking for it in the store. References of a bank rise with time, so most keys are. Never wrong,
/// whatever the references do: those that do not rise are looked for. Belongs to the thread that
/// decides; wrong once somebody else writes into the store.
class KeyEdge {
 public:
  /// True only where neither the store nor what was added since has the key. Throws StoreFailure.
  bool is_beyond(Reader& reader, const MarketId& market, const CreditKey& key);
  /// The key is taken, or will be once it is written.
  void add(const MarketId& market, const CreditKey& key);
  /// True where it has come to know so many days and banks that it should forget them: notices may
  /// bear any date.
  bool is_full() const { return newest_.size() >= places_max; }
  /// Forgets all. REQUIRES: every key that was added is written, so that it can be read again.
  void forget() { newest_.clear(); }

 private:
  static constexpr std::size_t places_max = 4'096;
  using Place = std::tuple<MarketId, BusinessDay, std::string>;  ///< market, day, bank
  using View = std::tuple<const MarketId&, const BusinessDay&, const std::string&>;
  std::map<Place, std::string, std::less<>> newest_;  ///< empty: no key at all
};

}  // namespace chopay::ledger
