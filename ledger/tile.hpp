#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/merkle.hpp"
#include "ledger/store.hpp"

/// A log as tiles of 256 hashes and bundles of 256 entries (C2SP tlog-tiles).
namespace chopay::ledger {

inline constexpr std::uint64_t tile_width = 256;
/// Tiles of higher levels would need more entries than a log can have.
inline constexpr unsigned tile_level_max = 4;

/// What stands behind ".../tile/".
struct TilePath {
  bool entries = false;  ///< a bundle of entries; otherwise hashes of the level
  unsigned level = 0;
  std::uint64_t index = 0;  ///< which tile of the level
  unsigned width = 256;     ///< 1 … 255 for one that is not full
  friend bool operator==(const TilePath&, const TilePath&) = default;
};

/// "0/x001/x234/067", "1/000.p/17", "entries/003": exactly the standard's form.
std::optional<TilePath> parse_tile_path(std::string_view text);
std::string print(const TilePath& path);

/// The bytes of a tile or bundle of the first `size` entries of the log; nothing where they have no
/// such tile. Throws StoreFailure.
std::optional<std::string> read_tile(Reader& reader, const MarketId& market, std::uint64_t size,
                                     const TilePath& path);

/// The root of the complete subtree over `count` (a power of 2) hashes of a tile from `first` on.
/// REQUIRES: first + count ≤ hashes.size().
Hash subtree_root(const std::vector<Hash>& hashes, std::size_t first, std::size_t count);

/// Roots of subtrees of a log, from the hashes of its entries and the stored roots of tiles; keeps
/// the tiles that it has read. The reader must outlive it.
class TileSource {
 public:
  TileSource(Reader& reader, MarketId market) : reader_(reader), market_(std::move(market)) {}
  /// Throws StoreFailure where the log does not have the subtree.
  Hash operator()(const Node& node);
  /// A source that refers to this object.
  HashSource source() {
    return [this](const Node& node) { return (*this)(node); };
  }

 private:
  const std::vector<Hash>& tile(unsigned level, std::uint64_t index);

  Reader& reader_;
  MarketId market_;
  std::map<std::pair<unsigned, std::uint64_t>, std::vector<Hash>> tiles_;
};

}  // namespace chopay::ledger
