#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/log_source.hpp"
#include "ledger/replay.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// How far a copy is.
struct FollowProgress {
  std::uint64_t copied = 0;    ///< entries in the copy
  std::uint64_t log_size = 0;  ///< entries of the newest checkpoint that was fetched
  Instant newest_at{};         ///< when the newest entry of the copy was decided
  std::uint64_t behind() const { return log_size - copied; }
};

/// Keeps a verified copy of a market's log in a store of its own. Nothing is written that a
/// checkpoint signed by the log does not cover, and nothing that is not the continuation of what
/// was written before. One thread.
class Follower {
 public:
  /// Goes on where the store ends. All must outlive it. Throws StoreFailure.
  Follower(Store& store, MarketId market, VerifierKey log, LogSource& source, const Clock& clock);

  /// Fetches a checkpoint when the last one is reached, and a page of entries when some are
  /// missing; what it wrote is durable on return. After an error nothing of the page was written
  /// and the step may be tried again: log_away, log_refused. These say that the log is not what it
  /// was, with both sides named: split_view, log_went_back; and that what it gives is wrong:
  /// bad_note, bad_checkpoint, bad_signature, bad_entry, tree_mismatch and those of ChainCheck.
  Result<FollowProgress> step();

 private:
  struct Target {
    Checkpoint checkpoint;
    std::string note;
    ServedTree tree;
  };
  struct Page {
    ChainCheck chain;
    CompactTree tree;
    std::vector<SealedEntry> entries;
    std::vector<TileRoot> filled;
  };

  Result<void> aim();
  Result<Page> fetch_page();
  Result<void> check(const Page& page);
  void write(Page page);
  std::string remembered() const;

  Store& store_;
  MarketId market_;
  VerifierKey log_;
  LogSource& source_;
  const Clock& clock_;
  ChainCheck chain_;
  CompactTree tree_;
  Instant newest_at_{};
  std::optional<StoredCheckpoint> kept_;  ///< the newest in the store
  std::optional<Target> target_;
};

}  // namespace chopay::ledger
