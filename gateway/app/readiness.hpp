#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "gateway/api/lane.hpp"
#include "gateway/net/signal.hpp"
#include "ledger/clock.hpp"

namespace chopay::app {

/// Whether the lane appends, shown by a durable write: at most one a second, and one at a time,
/// however many ask, so that nobody makes the disk sync by asking. Thread-safe.
class Readiness {
 public:
  /// Writes something, durably; resumes on the loop.
  using Look = std::function<net::Task<api::LaneState>(net::Loop& loop)>;

  /// `clock` outlives it.
  Readiness(const ledger::Clock& clock, Look look) : clock_(clock), look_(std::move(look)) {}

  /// What a look has shown that is not a second old, or the one that is under way, or a new one.
  /// `busy` where one under way takes longer than anybody waits.
  net::Task<api::LaneState> state(net::Loop& loop);

 private:
  /// What is done for one who asks: he is told what is `known`, or else waits for `news`, or else
  /// looks himself.
  struct Step {
    std::optional<api::LaneState> known = {};
    net::Signal* news = nullptr;
    std::uint64_t seen = 0;
  };

  Step next_step(net::Loop& loop);
  net::Task<api::LaneState> look(net::Loop& loop);
  void end_look(std::optional<api::LaneState> shown, ledger::Instant at);
  api::LaneState last();

  const ledger::Clock& clock_;
  const Look look_;
  std::mutex mutex_;
  bool looking_ = false;
  api::LaneState state_ = api::LaneState::failed;
  ledger::Instant at_{};
  std::map<net::Loop*, std::unique_ptr<net::Signal>> news_;  ///< of the end of a look, by loop
};

}  // namespace chopay::app
