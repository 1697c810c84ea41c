#include "ledger/log_source.hpp"

#include <algorithm>
#include <cstring>

#include "ledger/error.hpp"

namespace chopay::ledger {
namespace {

/// 64 tiles of 8 KiB: a proof needs at most two of each level.
constexpr std::size_t served_tiles_max = 64;
constexpr unsigned served_tile_height = 8;

/// Carries an error through consistency_proof(), which knows none; caught in proof_from().
struct TileNotGiven {
  Error error;
};

}  // namespace

Result<std::vector<Hash>> ServedTree::proof_from(std::uint64_t old_size) {
  if (tiles_.size() > served_tiles_max) tiles_.clear();
  try {
    return consistency_proof(old_size, size_, [this](const Node& node) { return subtree(node); });
  } catch (const TileNotGiven& failed) {
    return failed.error;
  }
}

Hash ServedTree::subtree(const Node& node) {
  const auto height = node.level % served_tile_height;
  const auto first = node.index << height;
  const auto count = std::size_t{1} << height;
  const auto& hashes = tile(node.level / served_tile_height, first / tile_width);
  return subtree_root(hashes, static_cast<std::size_t>(first % tile_width), count);
}

const std::vector<Hash>& ServedTree::tile(unsigned level, std::uint64_t index) {
  const auto known = tiles_.find({level, index});
  if (known != tiles_.end()) return known->second;
  TilePath path{false, level, index, tile_width};
  const auto there = size_ >> (served_tile_height * level);
  path.width = static_cast<unsigned>(std::min(tile_width, there - index * tile_width));
  const auto bytes = source_.tile(path);
  if (!bytes) throw TileNotGiven{bytes.error()};
  if (bytes->size() != path.width * sizeof(Hash)) {
    throw TileNotGiven{{Errc::bad_proof, "the length of tile " + print(path)}};
  }
  std::vector<Hash> hashes(path.width);
  std::memcpy(hashes.data(), bytes->data(), bytes->size());
  return tiles_.emplace(std::pair{level, index}, std::move(hashes)).first->second;
}

}  // namespace chopay::ledger
