#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/result.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// What is wrong with a market's log, at the first place where something is.
struct Damage {
  MarketId market;  ///< empty where the damage belongs to none
  Seq seq{};  ///< the first bad entry; 0 where the damage is in a total or index, not in an entry
  Error error;
};

struct VerifyReport {
  struct Market {
    MarketId market;
    Head head;
    std::uint64_t entries = 0;
    std::uint64_t erased = 0;  ///< private parts that were erased, rightly
    Dong received;             ///< sum over all accounts of banks
  };
  std::vector<Market> markets;
  std::optional<Damage> damage;
};

/// Recomputes everything from the bytes: hashes, chain, form, balances, private commitments, the
/// index of keys, the stalls' lists and every total, all as of one commit; stops at the first
/// damage.
VerifyReport verify(Reader& reader);

}  // namespace chopay::ledger
