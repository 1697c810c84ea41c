#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "ledger/checkpoint.hpp"
#include "ledger/merkle.hpp"
#include "ledger/result.hpp"
#include "ledger/tile.hpp"

/// A market's log that is served elsewhere, without the way to it.
namespace chopay::ledger {

/// Entries of a page at most, and bytes after which a page gets no further entry. A page that
/// begins with the longest private part is shorter than log_page_bytes_max + log_line_bytes_max +
/// entry_bytes_max.
inline constexpr std::size_t log_page_entries_max = 1'000;
inline constexpr std::size_t log_page_bytes_max = 1'000'000;

/// Asks the log and waits for the answer. Errc::log_away where there is none now; log_refused where
/// the log answers that it does not give this.
class LogSource {
 public:
  virtual ~LogSource() = default;
  /// The newest signed note.
  virtual Result<std::string> checkpoint() = 0;
  virtual Result<std::string> tile(const TilePath& path) = 0;
  /// The lines of the entries after `after` (log_lines.hpp), at most `limit` entries.
  virtual Result<std::string> entries(Seq after, std::size_t limit) = 0;
};

/// Proves with the tiles of a served log that it only grew: what the tiles say need not be
/// believed, since the proof leads to the checkpoint's root or to nothing. Keeps a few tiles.
class ServedTree {
 public:
  /// The tree of the first `size` entries. The source must outlive it.
  ServedTree(LogSource& source, std::uint64_t size) : source_(source), size_(size) {}
  /// The consistency proof from the old size to this tree's. Errors: those of the source, bad_proof
  /// where a tile has another length. REQUIRES: old_size ≤ size.
  Result<std::vector<Hash>> proof_from(std::uint64_t old_size);

 private:
  Hash subtree(const Node& node);
  const std::vector<Hash>& tile(unsigned level, std::uint64_t index);

  LogSource& source_;
  std::uint64_t size_;
  std::map<std::pair<unsigned, std::uint64_t>, std::vector<Hash>> tiles_;
};

}  // namespace chopay::ledger
