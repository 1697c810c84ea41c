#include "ledger/merkle.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string_view>

namespace chopay::ledger {
namespace {

constexpr unsigned tile_levels = 8;

std::string_view bytes_of(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

/// The largest power of two that is smaller than n. REQUIRES: n ≥ 2.
std::uint64_t split(std::uint64_t n) {
  return std::bit_floor(n - 1);
}

/// Hashes roots of neighbouring complete subtrees together, from the right.
Hash fold(std::span<const Hash> roots) {
  if (roots.empty()) return sha256({});
  Hash root = roots.back();
  for (auto left = roots.rbegin() + 1; left != roots.rend(); ++left) root = node_hash(*left, root);
  return root;
}

/// The root of the leaves from `begin`, which is a multiple of a power of two ≥ size.
Hash range_root(std::uint64_t begin, std::uint64_t size, const HashSource& source) {
  std::vector<Hash> roots;
  for (const auto& [level, index] : peaks(size)) {
    roots.push_back(source({level, (begin >> level) + index}));
  }
  return fold(roots);
}

/// Moves both positions up to where the first is a right child, or the root's left edge.
void climb(std::uint64_t& first, std::uint64_t& second) {
  while ((first & 1) == 0 && first != 0) {
    first >>= 1;
    second >>= 1;
  }
}

}  // namespace

Hash node_hash(const Hash& left, const Hash& right) {
  return sha256({std::string_view("\1", 1), bytes_of(left), bytes_of(right)});
}

std::vector<Node> peaks(std::uint64_t size) {
  std::vector<Node> nodes;
  std::uint64_t begin = 0;
  for (std::uint64_t rest = size; rest != 0;) {
    const auto leaves = std::bit_floor(rest);
    const auto level = static_cast<unsigned>(std::countr_zero(leaves));
    nodes.push_back({level, begin >> level});
    begin += leaves;
    rest -= leaves;
  }
  return nodes;
}

CompactTree::CompactTree(std::uint64_t size, const HashSource& source) : size_(size) {
  for (const auto& node : peaks(size)) roots_.push_back(source(node));
}

void CompactTree::add(const Hash& leaf, std::vector<TileRoot>& filled) {
  Hash root = leaf;
  std::uint64_t index = size_++;
  for (unsigned level = 1; (index & 1) == 1; ++level) {
    root = node_hash(roots_.back(), root);
    roots_.pop_back();
    index >>= 1;
    if (level % tile_levels == 0) filled.push_back({level / tile_levels, index, root});
  }
  roots_.push_back(root);
}

Hash CompactTree::root() const {
  return fold(roots_);
}

Hash root_of(std::uint64_t size, const HashSource& source) {
  return range_root(0, size, source);
}

std::vector<Hash> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                  const HashSource& source) {
  if (index >= size) throw std::logic_error("a proof for a leaf outside its tree");
  std::vector<Hash> path;
  std::uint64_t begin = 0;
  while (size > 1) {
    const auto left = split(size);
    if (index - begin < left) {
      path.push_back(range_root(begin + left, size - left, source));
      size = left;
    } else {
      path.push_back(range_root(begin, left, source));
      begin += left;
      size -= left;
    }
  }
  std::reverse(path.begin(), path.end());
  return path;
}

std::vector<Hash> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                    const HashSource& source) {
  if (old_size > size) throw std::logic_error("a proof from a larger tree to a smaller one");
  std::vector<Hash> proof;
  if (old_size == 0 || old_size == size) return proof;
  std::uint64_t begin = 0;
  bool whole_left = true;  // the old tree is still all of what is on the left here
  while (old_size - begin != size) {
    const auto left = split(size);
    if (old_size - begin <= left) {
      proof.push_back(range_root(begin + left, size - left, source));
      size = left;
    } else {
      proof.push_back(range_root(begin, left, source));
      begin += left;
      size -= left;
      whole_left = false;
    }
  }
  if (!whole_left) proof.push_back(range_root(begin, size, source));
  std::reverse(proof.begin(), proof.end());
  return proof;
}

std::optional<Hash> root_from_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf,
                                        std::span<const Hash> proof) {
  if (index >= size) return std::nullopt;
  std::uint64_t last = size - 1;
  Hash root = leaf;
  for (const auto& sibling : proof) {
    if (last == 0) return std::nullopt;
    if ((index & 1) == 1 || index == last) {
      root = node_hash(sibling, root);
      climb(index, last);
    } else {
      root = node_hash(root, sibling);
    }
    index >>= 1;
    last >>= 1;
  }
  if (last != 0) return std::nullopt;
  return root;
}

bool is_consistent(std::uint64_t old_size, const Hash& old_root, std::uint64_t size,
                   const Hash& root, std::span<const Hash> proof) {
  if (old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  if (old_size == 0) return proof.empty();
  std::uint64_t first = old_size - 1;
  std::uint64_t second = size - 1;
  while ((first & 1) == 1) {
    first >>= 1;
    second >>= 1;
  }
  // Where the old tree is complete it is itself the first node, and the proof leaves it out.
  Hash old_sum = old_root;
  if (!std::has_single_bit(old_size)) {
    if (proof.empty()) return false;
    old_sum = proof.front();
    proof = proof.subspan(1);
  }
  Hash sum = old_sum;
  for (const auto& hash : proof) {
    if (second == 0) return false;
    if ((first & 1) == 1 || first == second) {
      old_sum = node_hash(hash, old_sum);
      sum = node_hash(hash, sum);
      climb(first, second);
    } else {
      sum = node_hash(sum, hash);
    }
    first >>= 1;
    second >>= 1;
  }
  return second == 0 && old_sum == old_root && sum == root;
}

}  // namespace chopay::ledger
