#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "ledger/ids.hpp"

namespace chopay::ledger {

/// The epochs of the logs that one gateway adds to, known to all of its writers: any of them fences
/// what belongs to no log. They do not change while it leads. Thread-safe.
class KnownEpochs {
 public:
  void know(const MarketId& market, std::int64_t epoch) {
    const std::lock_guard lock{mutex_};
    epochs_.insert_or_assign(market, epoch);
  }
  /// Some log with its epoch; nothing where there is no log at all.
  std::optional<std::pair<MarketId, std::int64_t>> any() const {
    const std::lock_guard lock{mutex_};
    if (epochs_.empty()) return std::nullopt;
    return *epochs_.begin();
  }

 private:
  mutable std::mutex mutex_;
  std::map<MarketId, std::int64_t> epochs_;
};

}  // namespace chopay::ledger
