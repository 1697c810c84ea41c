#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "ledger/crypto.hpp"

namespace chopay::outbound {

/// How long to wait after each failure in a row before a message is sent again.
class RetryLadder {
 public:
  using Waits = std::vector<std::chrono::milliseconds>;

  /// 5 s at first, longer each time, less than 24 h in all.
  RetryLadder();
  explicit RetryLadder(Waits waits) : waits_(std::move(waits)) {}

  /// The wait after so many failures (≥ 1): the rung shortened by up to a quarter at random, so
  /// that what failed together does not come back together. Nothing behind the last rung.
  std::optional<std::chrono::milliseconds> wait(std::size_t failures, ledger::Random& random) const;

 private:
  Waits waits_;
};

}  // namespace chopay::outbound
