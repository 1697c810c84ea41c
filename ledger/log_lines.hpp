#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/replay.hpp"
#include "ledger/result.hpp"
#include "ledger/store.hpp"

/// A market's log as lines of text (FORMAT.md, Export): how it is exported, and how it goes to a
/// follower.
namespace chopay::ledger {

/// An entry, or a private part in hexadecimal: SQLite takes a million bytes.
inline constexpr std::size_t log_line_bytes_max = 2'100'000;

/// The entry's line and, where it has a private part, that of the part. Throws StoreFailure.
std::string print_lines(Reader& reader, const MarketId& market, const StoredEntry& stored);

/// True for the line of a private part.
bool is_private_line(std::string_view line);

/// Checks the line of the entry that must come next and adds it to the batch; its private part
/// counts as erased until take_private_line(). Errors: those of ChainCheck.
Result<void> take_entry_line(std::string_view line, ChainCheck& chain,
                             std::vector<SealedEntry>& batch);

/// Gives the last entry of the batch its private part. Errors: bad_entry (another form, or it does
/// not follow its entry), hash_mismatch (it is not the entry's).
Result<void> take_private_line(std::string_view line, std::vector<SealedEntry>& batch);

}  // namespace chopay::ledger
