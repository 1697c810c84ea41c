#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store.hpp"

namespace chopay::ledger {

/// A fold's state at certain heads, so that a start need not fold from the first entry.
struct FoldSnapshot {
  std::vector<MarketHead> heads;  ///< what it is the state of
  std::string state;              ///< in the words of whoever folds
};

/// Writes the snapshot to a file that is there as a whole or not at all. `form` names the folding
/// program's form of the state. Throws StoreFailure where the disk fails; the log does not depend
/// on it.
void write_snapshot(const std::string& path, std::string_view form, const FoldSnapshot& snapshot);

/// Reads a snapshot, if it is to be believed: of this form, whole (SHA-256), and of heads that the
/// store's logs went through. nullopt for every other file, and then the log is folded from its
/// beginning. Against accidents and old files; who may write the file may also write the ledger.
std::optional<FoldSnapshot> read_snapshot(const std::string& path, std::string_view form,
                                          Reader& reader);

}  // namespace chopay::ledger
