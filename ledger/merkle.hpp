#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "ledger/crypto.hpp"

/// The Merkle tree of a market's log, RFC 6962 §2.1. Leaf i (from 0) is the hash of entry i + 1.
namespace chopay::ledger {

/// SHA-256(0x01 ‖ left ‖ right).
Hash node_hash(const Hash& left, const Hash& right);

/// A complete subtree: the 2^level leaves from index · 2^level.
struct Node {
  unsigned level = 0;
  std::uint64_t index = 0;
  friend bool operator==(const Node&, const Node&) = default;
};

/// The root of the 256^level leaves from index · 256^level, kept when the last of them came
/// (tlog-tiles); level ≥ 1.
struct TileRoot {
  unsigned level = 0;
  std::uint64_t index = 0;
  Hash hash{};
  friend bool operator==(const TileRoot&, const TileRoot&) = default;
};

/// Gives the roots of complete subtrees of a log; may throw when it cannot be read.
using HashSource = std::function<Hash(const Node&)>;

/// The complete subtrees that a tree of this size is made of, from the left.
std::vector<Node> peaks(std::uint64_t size);

/// A tree that grows at its right edge and remembers only the roots of its complete subtrees: at
/// most 64 hashes, and two hashes of work a leaf on average.
class CompactTree {
 public:
  CompactTree() = default;
  /// The tree of this size, from the roots of its peaks().
  CompactTree(std::uint64_t size, const HashSource& source);

  std::uint64_t size() const { return size_; }
  /// Adds a leaf; what it completes of tiles goes to the end of `filled`.
  void add(const Hash& leaf, std::vector<TileRoot>& filled);
  /// The root; of an empty tree SHA-256 of nothing.
  Hash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> roots_;  ///< of the peaks, from the left
};

/// Longest possible proof: trees have fewer than 2^63 leaves.
inline constexpr std::size_t proof_hashes_max = 63;

/// The root of the first `size` leaves.
Hash root_of(std::uint64_t size, const HashSource& source);
/// The audit path of RFC 6962 §2.1.1. REQUIRES: index < size.
std::vector<Hash> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                  const HashSource& source);
/// The consistency proof of RFC 6962 §2.1.2; empty where there is nothing to prove.
/// REQUIRES: old_size ≤ size.
std::vector<Hash> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                    const HashSource& source);

/// The root that the path leads to from the leaf; nullopt where its length cannot be right
/// (RFC 9162 §2.1.3.2).
std::optional<Hash> root_from_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf,
                                        std::span<const Hash> proof);
/// True when the proof shows that the old tree is the beginning of the new one (RFC 9162
/// §2.1.4.2). Equal sizes need equal roots and no proof; an old size of 0 needs no proof.
bool is_consistent(std::uint64_t old_size, const Hash& old_root, std::uint64_t size,
                   const Hash& root, std::span<const Hash> proof);

}  // namespace chopay::ledger
