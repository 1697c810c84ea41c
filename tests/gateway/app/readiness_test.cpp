#include "gateway/app/readiness.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <latch>
#include <stdexcept>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::testing;
using namespace std::chrono_literals;
using api::LaneState;

namespace {

constexpr int askers = 100;

/// What everybody asks on two loops, and a disk that is slow until it is let go.
class Asked {
 public:
  explicit Asked(LaneState shown) : shown_(shown) { threads_.start(); }
  ~Asked() { threads_.stop(); }

  /// Has all of them ask; returns when each has.
  void ask_all() {
    std::latch asked{2};
    for (int i = 0; i < askers; ++i) threads_.loop(i % 2U).spawn(ask(threads_.loop(i % 2U)));
    for (std::size_t i = 0; i < 2; ++i) threads_.loop(i).post([&] { asked.count_down(); });
    asked.wait();
  }
  void let_go() { held_ = false; }
  void wait_for_answers() { answered_.wait(); }
  /// Asks once, alone; nothing where the look has thrown.
  std::optional<LaneState> ask_alone() {
    std::promise<std::optional<LaneState>> told;
    threads_.loop(0).spawn(
        [](Asked& asked, std::promise<std::optional<LaneState>>& done) -> net::Task<void> {
          std::optional<LaneState> state;
          try {
            state = co_await asked.readiness_.state(asked.threads_.loop(0));
          } catch (const std::runtime_error&) {
          }
          done.set_value(state);
        }(*this, told));
    return told.get_future().get();
  }

  std::atomic<int> looks{0};
  std::atomic<int> told_so{0};  ///< who heard what the look has shown
  std::atomic<bool> throws{false};
  ManualClock clock{market_morning()};

 private:
  net::Task<void> ask(net::Loop& loop) {
    const auto state = co_await readiness_.state(loop);
    if (state == shown_) ++told_so;
    answered_.count_down();
  }
  net::Task<LaneState> look(net::Loop& loop) {
    ++looks;
    while (held_) co_await net::sleep_for(loop, 1ms);
    if (throws) throw std::runtime_error("no memory");
    co_return shown_;
  }

  const LaneState shown_;
  std::atomic<bool> held_{true};
  std::latch answered_{askers};
  net::IoThreads threads_{2, 10ms};
  app::Readiness readiness_{clock, [this](net::Loop& loop) { return look(loop); }};
};

}  // namespace

TEST_CASE("A hundred who ask at once whether it can append make one write, and all are told") {
  Asked asked{LaneState::disk_full};
  asked.ask_all();
  CHECK(asked.looks == 1);
  asked.let_go();
  asked.wait_for_answers();
  CHECK(asked.looks == 1);
  CHECK(asked.told_so == askers);
}

TEST_CASE("Within a second nobody makes another write, and after it the next one does") {
  Asked asked{LaneState::answered};
  asked.let_go();
  CHECK(asked.ask_alone() == LaneState::answered);
  asked.clock.advance(999ms);
  CHECK(asked.ask_alone() == LaneState::answered);
  CHECK(asked.looks == 1);
  asked.clock.advance(1ms);
  CHECK(asked.ask_alone() == LaneState::answered);
  CHECK(asked.looks == 2);
}

TEST_CASE("After a write that could not even be asked for the next one asks again") {
  Asked asked{LaneState::answered};
  asked.let_go();
  asked.throws = true;
  CHECK_FALSE(asked.ask_alone());
  asked.throws = false;
  CHECK(asked.ask_alone() == LaneState::answered);
  CHECK(asked.looks == 2);
}
