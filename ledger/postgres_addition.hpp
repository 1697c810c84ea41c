#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/postgres.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// What one batch adds to one market's log.
struct PostgresAddition {
  std::int64_t epoch = 0;  ///< of the log's head as it is expected; 0: the market is new
  Head from;               ///< the head that is expected
  Head to;                 ///< the head afterwards
  std::vector<const SealedEntry*> entries;  ///< in their order; may be none
  const Seal* seal = nullptr;               ///< or none
};

/// The statements that write it, to be run in one transaction. They fail with fenced_state where
/// the log's head is another than `from`, and then nothing of the transaction stays.
std::vector<postgres::Call> calls_of(const MarketId& market, const PostgresAddition& addition);

/// Writes nothing, and holds the log's head until the transaction ends: whoever takes the log over
/// waits for that. Fails with fenced_state where the log has another epoch, or is not there.
postgres::Call held_head(const MarketId& market, std::int64_t epoch);

/// The epoch of the log once it is written.
std::int64_t epoch_of(const PostgresAddition& addition);

/// The SQLSTATE with which a fenced statement fails: it divides by how many heads it has moved.
inline constexpr std::string_view fenced_state = "22012";

}  // namespace chopay::ledger
