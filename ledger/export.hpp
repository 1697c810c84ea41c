#pragma once

#include <cstdint>
#include <iosfwd>

#include "ledger/result.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// Writes a market's log as it stands at one commit, one JSON text a line: the bytes of each entry
/// as they are stored and hashed, and after an entry with a private part a line
/// {"private_of":SEQ,"hex":"…"} with salt and bytes in hexadecimal (empty where it was erased).
/// Returns the head. Errc::not_found where the store has no such market.
Result<Head> export_market(Reader& reader, const MarketId& market, std::ostream& out);

/// Reads what export_market wrote and appends it to a store that has nothing of that market: the
/// same entries, so the same head hash. Lines of private parts may be missing; such parts count as
/// erased. Every entry is checked before it is written. The error names the line: bad_entry,
/// already_there, hash_mismatch (a private part that is not the entry's), and those of ChainCheck.
/// What was read before an error stays in the store. Throws StoreFailure.
Result<MarketHead> import_market(Store& store, std::istream& in);

}  // namespace chopay::ledger
