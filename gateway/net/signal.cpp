#include "gateway/net/signal.hpp"

#include <boost/asio/steady_timer.hpp>

#include <atomic>

#include "gateway/net/awaited.hpp"

namespace chopay::net {

namespace asio = boost::asio;

/// A timer, and a place in the list of those who wait for the same signal.
struct Waiter::State {
  explicit State(Loop& loop) : timer(loop.executor()) {}
  asio::steady_timer timer;
  bool by_hand = false;
  State* before = nullptr;
  State* behind = nullptr;
};

Waiter::Waiter(Loop& loop) : state_(std::make_unique<State>(loop)) {}
Waiter::~Waiter() = default;
void Waiter::wake() {
  state_->by_hand = true;
  state_->timer.cancel();
}

struct Signal::State {
  explicit State(Loop& loop_) : loop(loop_) {}

  void link(Waiter::State& one) {
    one.before = nullptr;
    one.behind = first;
    if (first) first->before = &one;
    first = &one;
  }

  void unlink(Waiter::State& one) {
    if (first == &one) first = one.behind;
    if (one.before) one.before->behind = one.behind;
    if (one.behind) one.behind->before = one.before;
  }

  // Waiters unlink themselves when they resume, which is after this loop has ended.
  void wake_all() {
    posted.store(false);
    for (auto* one = first; one; one = one->behind) one->timer.cancel();
  }

  Loop& loop;
  std::atomic<std::uint64_t> version{0};
  std::atomic<bool> posted{false};
  Waiter::State* first = nullptr;
};

Signal::Signal(Loop& loop) : state_(std::make_shared<State>(loop)) {}
Signal::~Signal() = default;

void Signal::notify() {
  state_->version.fetch_add(1);
  if (state_->posted.exchange(true)) return;
  state_->loop.post([state = state_] { state->wake_all(); });
}

std::uint64_t Signal::version() const {
  return state_->version.load();
}

Task<bool> Signal::wait(Waiter& waiter, std::uint64_t seen, std::chrono::milliseconds at_most) {
  const auto state = state_;
  if (state->version.load() != seen) co_return true;
  struct Place {
    Place(Signal::State& signal_, Waiter::State& one_) : signal(signal_), one(one_) {
      signal.link(one);
    }
    ~Place() { signal.unlink(one); }
    Signal::State& signal;
    Waiter::State& one;
  };
  auto& one = *waiter.state_;
  one.by_hand = false;
  one.timer.expires_after(at_most);
  const Place place(*state, one);
  for (;;) {
    const auto [woken] = co_await one.timer.async_wait(awaited);
    if (state->version.load() != seen) co_return true;
    if (!woken || one.by_hand) co_return false;
    // The wake-up belonged to news that the waiter had found by itself: the wait goes on.
  }
}

Task<void> sleep_for(Loop& loop, std::chrono::milliseconds time) {
  asio::steady_timer timer{loop.executor(), time};
  co_await timer.async_wait(awaited);
}

}  // namespace chopay::net
