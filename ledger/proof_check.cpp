#include "ledger/proof_check.hpp"

#include <algorithm>
#include <utility>

#include "ledger/error.hpp"
#include "ledger/tile.hpp"

namespace chopay::ledger {

ProofCheck::ProofCheck(Reader& reader, MarketId market, std::optional<VerifierKey> key,
                       std::optional<Checkpoint> outside)
    : reader_(reader), market_(std::move(market)), key_(std::move(key)) {
  for (const auto& stored : reader.all_checkpoints(market_)) {
    auto wrong = pin(stored);
    if (wrong && !broken_) broken_ = std::move(wrong);
  }
  sealed_ = !pinned_.empty() || !reader.tile_roots(market_, 1, 0, 1).empty();
  if (outside) {
    pinned_.push_back({outside->size, outside->root, "the checkpoint that was kept elsewhere"});
  }
  std::sort(pinned_.begin(), pinned_.end(),
            [](const Pinned& a, const Pinned& b) { return a.size > b.size; });
}

std::optional<Error> ProofCheck::pin(const StoredCheckpoint& stored) {
  const auto what = "the checkpoint of " + to_string(stored.day);
  const auto note = parse_note(stored.note);
  if (!note) return Error{note.error().code, what};
  const auto checkpoint = key_ ? open_checkpoint(*note, *key_) : parse_checkpoint(note->text);
  if (!checkpoint) return Error{checkpoint.error().code, what};
  if (checkpoint->size != stored.size) return Error{Errc::bad_checkpoint, what};
  signed_size_ = std::max(signed_size_, stored.size);
  pinned_.push_back({checkpoint->size, checkpoint->root, what});
  return std::nullopt;
}

std::optional<Error> ProofCheck::add(const Hash& leaf) {
  tree_.add(leaf, filled_);
  if (!filled_.empty()) {
    if (auto wrong = check_tiles()) return wrong;
  }
  while (!pinned_.empty() && pinned_.back().size == tree_.size()) {
    if (tree_.root() != pinned_.back().root) {
      return Error{Errc::tree_mismatch, "at or before this entry; " + pinned_.back().what};
    }
    pinned_.pop_back();
  }
  return std::nullopt;
}

std::optional<Error> ProofCheck::check_tiles() {
  for (const auto& tile : std::exchange(filled_, {})) {
    if (!sealed_) continue;
    const auto stored = reader_.tile_roots(market_, tile.level, tile.index, 1);
    if (stored.size() == 1 && stored.front() == tile.hash) continue;
    const TilePath path{false, tile.level, tile.index / tile_width, 256};
    return Error{Errc::tree_mismatch, "tile " + print(path)};
  }
  return std::nullopt;
}

std::optional<Error> ProofCheck::finish() {
  if (broken_) return broken_;
  if (!pinned_.empty()) {
    return Error{Errc::tree_mismatch, pinned_.back().what + " covers " +
                                          std::to_string(pinned_.back().size) + " entries"};
  }
  for (unsigned level = 1; level <= tile_level_max; ++level) {
    const auto there = tree_.size() >> (8 * level);
    if (!reader_.tile_roots(market_, level, there, 1).empty()) {
      return Error{Errc::tree_mismatch, "tiles of entries that are not there"};
    }
  }
  return std::nullopt;
}

}  // namespace chopay::ledger
