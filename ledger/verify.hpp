#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/log_key.hpp"
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
    std::uint64_t erased = 0;       ///< private parts that were erased, rightly
    Dong received;                  ///< sum over all accounts of banks
    std::uint64_t signed_size = 0;  ///< entries that a signed checkpoint covers
  };
  std::vector<Market> markets;
  std::optional<Damage> damage;
};

/// What a ledger is held against besides itself.
struct VerifyTrust {
  std::optional<LogIdentity> signer;  ///< nothing: signatures are not checked
  /// A checkpoint that was kept elsewhere, its signature already checked: its log must begin with
  /// what it pins. REQUIRES a signer.
  std::optional<Checkpoint> outside;
};

/// Recomputes everything from the bytes: hashes, chain, tree, checkpoints, form, balances, private
/// commitments, the index of keys, the stalls' lists and every total, all as of one commit; stops
/// at the first damage.
VerifyReport verify(Reader& reader, const VerifyTrust& trust = {});

}  // namespace chopay::ledger
