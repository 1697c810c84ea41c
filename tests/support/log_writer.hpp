#pragma once

#include <map>
#include <span>
#include <vector>

#include "ledger/store.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace chopay::testing {

/// Appends drafts to a store as a lane would: one batch a call, each market's log in order.
class LogWriter {
 public:
  explicit LogWriter(ledger::Store& store) : store_(store) {
    for (const auto& [market, head] : store.own_reader().heads()) heads_[market] = head;
  }

  /// The entries that the drafts become at the end of their logs; nothing is written.
  std::vector<ledger::SealedEntry> seal_all(std::span<const ledger::Draft> drafts) {
    std::vector<ledger::SealedEntry> entries;
    for (const auto& draft : drafts) {
      auto& head = heads_[draft.market];
      entries.push_back(ledger::seal(draft, ledger::next(head.seq), head.hash, market_morning()));
      head = {entries.back().entry.seq, entries.back().hash};
    }
    return entries;
  }

  std::vector<ledger::SealedEntry> add(std::span<const ledger::Draft> drafts,
                                       std::span<const ledger::VaultChange> vault = {}) {
    auto entries = seal_all(drafts);
    store_.begin();
    store_.append(entries, vault);
    return entries;
  }

 private:
  ledger::Store& store_;
  std::map<ledger::MarketId, ledger::Head> heads_;
};

}  // namespace chopay::testing
