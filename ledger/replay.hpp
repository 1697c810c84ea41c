#pragma once

#include <functional>
#include <span>

#include "ledger/result.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// Checks one market's log entry by entry while it is read: place, hash, chain, form, time.
class ChainCheck {
 public:
  explicit ChainCheck(MarketId market) : market_(std::move(market)) {}
  /// Goes on after an entry that was checked before.
  ChainCheck(MarketId market, const Head& head, Instant last_at)
      : market_(std::move(market)), head_(head), last_at_(last_at) {}

  /// The entry that the bytes hold, if it is the one that must come next. Otherwise what is wrong:
  /// gap, hash_mismatch, chain_broken, bad_entry, unbalanced, wrong_market, bad_instant.
  Result<Entry> next(const StoredEntry& stored);
  /// The same into an entry whose room is used again; what stands there after an error is nothing.
  Result<void> next(Seq seq, std::string_view bytes, const Hash& hash, Entry& entry);
  /// The entry of bytes that come without a seq and a hash of their own; head() then has them.
  Result<void> next(std::string_view bytes, Entry& entry);
  const Head& head() const { return head_; }

 private:
  Result<void> follow(Seq seq, const Hash& hash, const Entry& entry);

  MarketId market_;
  Head head_;
  Instant last_at_{};
};

/// Reads every market's log from its first entry as of one commit, checked, and hands the entries
/// to `apply`. The same apply runs here as on commit. The error names market and seq of the first
/// bad entry.
///
/// `from`: heads of logs, known to be of these logs, after which to begin; see read_snapshot().
Result<void> replay(Reader& reader, const std::function<void(const Entry&)>& apply,
                    std::span<const MarketHead> from = {});

}  // namespace chopay::ledger
