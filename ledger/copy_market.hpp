#pragma once

#include "ledger/result.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// Copies a market's log from one store to another: entries, private parts, tiles and checkpoints,
/// as of one commit. Every entry is checked before it is written and read back afterwards, and at
/// each checkpoint both trees must have the root that it signs. What an interrupted copy has left
/// is the beginning of the next one. A market that lives in the other store, whose vault has rows,
/// is not gone on with: whoever has a copy of it could enter there, with people of his own, what
/// two must agree to.
///
/// Errors, after which what was copied before stays: not_found; already_there where there is
/// something to add to a market that lives there; chain_broken where the other store
/// has another history of the market; tree_mismatch at a checkpoint; those of ChainCheck. Throws
/// StoreFailure.
Result<MarketHead> copy_market(Reader& from, Store& to, const MarketId& market);

/// Copies the vault of all markets; false, and nothing is done, where the other one is not empty.
/// Throws StoreFailure.
bool copy_vault(Reader& from, Store& to);

}  // namespace chopay::ledger
