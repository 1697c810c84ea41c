#include "gateway/app/expiry_watch.hpp"

#include <stdexcept>

#include "gateway/app/clock_pause.hpp"
#include "gateway/net/signal.hpp"

namespace chopay::app {
namespace {

/// How far a told expiry may be behind the end.
constexpr std::chrono::seconds between_looks{5};
/// One look tells so many at most, each in a command of its own, so that no notice waits behind
/// more than one of them.
constexpr std::size_t told_at_once = 256;
/// After a standstill many have ended: the lane is everybody's in between.
constexpr std::chrono::milliseconds catching_up{100};

}  // namespace

net::Task<void> ExpiryWatch::work(net::Loop& loop) {
  for (;;) {
    bool more = false;
    try {
      more = co_await look(loop);
    } catch (const std::runtime_error& failure) {
      // The disk was slow, or worse; then the lane says so. Nothing is lost: what was not told is
      // found again.
      services_.warn("expiry_not_told", failure.what());
    }
    if (more) {
      co_await net::sleep_for(loop, catching_up);
    } else {
      co_await pause_by(loop, services_.clock, between_looks);
    }
  }
}

net::Task<bool> ExpiryWatch::look(net::Loop& loop) {
  merchant::FindExpired find{told_at_once};
  const auto found = co_await services_.lane.ask(loop, find);
  if (found.state != api::LaneState::answered || !found.answer) co_return false;
  for (const auto& one : *found.answer) {
    merchant::TellExpiry tell{one.market, one.id};
    const auto told = co_await services_.lane.ask(loop, tell);
    if (told.state != api::LaneState::answered) co_return false;
  }
  co_return found.answer->size() == told_at_once;
}

}  // namespace chopay::app
