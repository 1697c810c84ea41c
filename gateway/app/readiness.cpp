#include "gateway/app/readiness.hpp"

#include <chrono>
#include <utility>

namespace chopay::app {
namespace {

using api::LaneState;

constexpr std::chrono::seconds known_for{1};
/// As long as a handler may take (http::ServerSettings): then its client has gone.
constexpr std::chrono::seconds wait_max{10};

}  // namespace

net::Task<LaneState> Readiness::state(net::Loop& loop) {
  const auto step = next_step(loop);
  if (step.known) co_return *step.known;
  if (!step.news) co_return co_await look(loop);
  net::Waiter waiter{loop};
  const bool told = co_await step.news->wait(waiter, step.seen, wait_max);
  co_return told ? last() : LaneState::busy;
}

Readiness::Step Readiness::next_step(net::Loop& loop) {
  const auto now = clock_.now();
  const std::lock_guard lock{mutex_};
  const bool fresh = at_ != ledger::Instant{} && now - at_ < known_for && now >= at_;
  if (fresh) return {state_};
  if (!std::exchange(looking_, true)) return {};
  auto& news = news_[&loop];
  if (!news) news = std::make_unique<net::Signal>(loop);
  return {std::nullopt, news.get(), news->version()};
}

net::Task<LaneState> Readiness::look(net::Loop& loop) {
  const auto at = clock_.now();
  try {
    const auto shown = co_await look_(loop);
    end_look(shown, at);
    co_return shown;
  } catch (...) {
    end_look(std::nullopt, at);
    throw;
  }
}

/// Those who wait are told even where nothing was shown: else nobody would ever look again.
void Readiness::end_look(std::optional<LaneState> shown, ledger::Instant at) {
  const std::lock_guard lock{mutex_};
  looking_ = false;
  state_ = shown.value_or(LaneState::failed);
  if (shown) at_ = at;
  for (const auto& [loop, news] : news_) news->notify();
}

LaneState Readiness::last() {
  const std::lock_guard lock{mutex_};
  return state_;
}

}  // namespace chopay::app
