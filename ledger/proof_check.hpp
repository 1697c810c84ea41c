#pragma once

#include <optional>
#include <vector>

#include "ledger/checkpoint.hpp"
#include "ledger/merkle.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// Checks the Merkle tree of one market's log while its entries are read: the stored roots of
/// tiles, the checkpoints that are kept, and maybe one that somebody kept elsewhere.
class ProofCheck {
 public:
  /// `key` checks the signatures where it is given. `outside` is a checkpoint of this log that was
  /// kept elsewhere, its signature already checked. The reader must outlive the object.
  ProofCheck(Reader& reader, MarketId market, std::optional<VerifierKey> key,
             std::optional<Checkpoint> outside);

  /// Takes the next leaf. An error says what its coming shows to be wrong.
  std::optional<Error> add(const Hash& leaf);
  /// What is wrong once the last entry has come: a checkpoint that is none of this log or covers
  /// more entries than there are, tiles that are missing or too many.
  std::optional<Error> finish();
  /// Entries that the newest checkpoint covers; 0 where the log was never signed.
  std::uint64_t signed_size() const { return signed_size_; }

 private:
  struct Pinned {
    std::uint64_t size = 0;
    Hash root{};
    std::string what;
  };
  std::optional<Error> pin(const StoredCheckpoint& stored);
  std::optional<Error> check_tiles();

  Reader& reader_;
  MarketId market_;
  std::optional<VerifierKey> key_;
  CompactTree tree_;
  std::vector<TileRoot> filled_;
  std::vector<Pinned> pinned_;   ///< by size, the largest first
  std::optional<Error> broken_;  ///< the first checkpoint that is none: no entry's fault
  std::uint64_t signed_size_ = 0;
  bool sealed_ = false;  ///< whoever wrote the log kept tiles
};

}  // namespace chopay::ledger
