#include "gateway/outbound/retry_ladder.hpp"

#include <array>

namespace chopay::outbound {

using namespace std::chrono_literals;

namespace {

/// A byte of chance takes 0 to 255 of so many parts off: up to a quarter.
constexpr int jitter_parts = 1'024;

}  // namespace

RetryLadder::RetryLadder() : waits_{5s, 30s, 2min, 10min, 30min, 1h, 2h, 4h, 6h, 10h} {}

std::optional<std::chrono::milliseconds> RetryLadder::wait(std::size_t failures,
                                                           ledger::Random& random) const {
  if (failures == 0 || failures > waits_.size()) return std::nullopt;
  std::array<std::uint8_t, 1> byte;
  random.fill(byte);
  const auto rung = waits_[failures - 1];
  return rung - rung * byte[0] / jitter_parts;
}

}  // namespace chopay::outbound
