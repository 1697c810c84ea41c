#include "ledger/tile.hpp"

#include <charconv>

namespace chopay::ledger {
namespace {

constexpr unsigned tile_height = 8;
constexpr std::string_view entries_prefix = "entries/";

/// A decimal without leading zeros, at most `max`.
std::optional<unsigned> parse_decimal(std::string_view text, unsigned max) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool padded = text.size() > 1 && text.front() == '0';
  if (error != std::errc{} || end != text.data() + text.size() || padded || value > max) {
    return std::nullopt;
  }
  return value;
}

/// "x001/x234/067"; fewer than 2^40 tiles.
std::optional<std::uint64_t> parse_index(std::string_view text) {
  std::uint64_t index = 0;
  for (bool first = true;; first = false) {
    const bool more = text.starts_with('x');
    if (more) text.remove_prefix(1);
    if (text.size() < 3) return std::nullopt;
    unsigned part = 0;
    for (const char c : text.substr(0, 3)) {
      if (c < '0' || c > '9') return std::nullopt;
      part = part * 10 + static_cast<unsigned>(c - '0');
    }
    if (first && more && part == 0) return std::nullopt;
    index = index * 1'000 + part;
    text.remove_prefix(3);
    if (!more) break;
    if (!text.starts_with('/') || index >> 40 != 0) return std::nullopt;
    text.remove_prefix(1);
  }
  if (!text.empty()) return std::nullopt;
  return index;
}

/// The hashes `count` long of a level, from the one at `first` on.
std::vector<Hash> read_hashes(Reader& reader, const MarketId& market, unsigned level,
                              std::uint64_t first, std::size_t count) {
  if (level > 0) return reader.tile_roots(market, level, first, count);
  std::vector<Hash> hashes;
  reader.read(market, Seq{first}, count, [&](const StoredEntry& stored) {
    hashes.push_back(stored.hash);
    return true;
  });
  return hashes;
}

std::string bundle(Reader& reader, const MarketId& market, std::uint64_t first, std::size_t count) {
  static_assert(entry_bytes_max < 1 << 16);
  std::string bytes;
  reader.read(market, Seq{first}, count, [&](const StoredEntry& stored) {
    bytes += static_cast<char>(stored.bytes.size() >> 8 & 255);
    bytes += static_cast<char>(stored.bytes.size() & 255);
    bytes += stored.bytes;
    return true;
  });
  return bytes;
}

}  // namespace

std::optional<TilePath> parse_tile_path(std::string_view text) {
  TilePath path;
  if (text.starts_with(entries_prefix)) {
    path.entries = true;
    text.remove_prefix(entries_prefix.size());
  } else {
    const auto slash = text.find('/');
    const auto level = parse_decimal(text.substr(0, slash), tile_level_max);
    if (slash == std::string_view::npos || !level) return std::nullopt;
    path.level = *level;
    text.remove_prefix(slash + 1);
  }
  if (const auto partial = text.find(".p/"); partial != std::string_view::npos) {
    const auto width = parse_decimal(text.substr(partial + 3), tile_width - 1);
    if (!width || *width == 0) return std::nullopt;
    path.width = *width;
    text = text.substr(0, partial);
  }
  const auto index = parse_index(text);
  if (!index) return std::nullopt;
  path.index = *index;
  return path;
}

std::string print(const TilePath& path) {
  std::string index;
  auto rest = path.index;
  do {
    const auto part = std::to_string(rest % 1'000 + 1'000).substr(1);
    index = index.empty() ? part : 'x' + part + '/' + index;
    rest /= 1'000;
  } while (rest > 0);
  auto text = path.entries ? std::string{entries_prefix} : std::to_string(path.level) + '/';
  text += index;
  if (path.width < tile_width) text += ".p/" + std::to_string(path.width);
  return text;
}

std::optional<std::string> read_tile(Reader& reader, const MarketId& market, std::uint64_t size,
                                     const TilePath& path) {
  const auto first = path.index * tile_width;
  const auto there = size >> (tile_height * path.level);
  if (first + path.width > there) return std::nullopt;
  if (path.entries) return bundle(reader, market, first, path.width);
  std::string bytes;
  for (const auto& hash : read_hashes(reader, market, path.level, first, path.width)) {
    bytes.append(hash.begin(), hash.end());
  }
  if (bytes.size() != path.width * sizeof(Hash)) throw StoreFailure("the log lacks hashes");
  return bytes;
}

Hash subtree_root(const std::vector<Hash>& hashes, std::size_t first, std::size_t count) {
  const auto from = hashes.begin() + static_cast<std::ptrdiff_t>(first);
  std::vector<Hash> roots(from, from + static_cast<std::ptrdiff_t>(count));
  for (; roots.size() > 1; roots.resize(roots.size() / 2)) {
    for (std::size_t i = 0; i < roots.size() / 2; ++i) {
      roots[i] = node_hash(roots[2 * i], roots[2 * i + 1]);
    }
  }
  return roots.front();
}

const std::vector<Hash>& TileSource::tile(unsigned level, std::uint64_t index) {
  auto [place, is_new] = tiles_.try_emplace({level, index});
  if (is_new) {
    place->second = read_hashes(reader_, market_, level, index * tile_width, tile_width);
  }
  return place->second;
}

Hash TileSource::operator()(const Node& node) {
  const auto height = node.level % tile_height;
  const auto first = node.index << height;
  const auto count = std::size_t{1} << height;
  const auto& hashes = tile(node.level / tile_height, first / tile_width);
  const auto at = static_cast<std::size_t>(first % tile_width);
  if (at + count > hashes.size()) {
    throw StoreFailure("market " + market_.text() + ": the log is shorter than it says");
  }
  return subtree_root(hashes, at, count);
}

}  // namespace chopay::ledger
