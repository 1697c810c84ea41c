#include "gateway/net/sweeper.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace chopay;
using namespace std::chrono_literals;

namespace {

class Alarm : public net::Deadline {
 public:
  using net::Deadline::Deadline;
  ~Alarm() override = default;
  int rung = 0;
  std::function<void()> then = [] {};

 private:
  void expired() noexcept override {
    ++rung;
    then();
  }
};

}  // namespace

TEST_CASE("A deadline fires at its time or up to two ticks later, never early") {
  net::Sweeper sweeper(250ms);
  const auto start = std::chrono::steady_clock::now();
  sweeper.sweep(start);
  Alarm alarm(sweeper);
  alarm.arm(1s);
  sweeper.sweep(start + 1s);
  CHECK(alarm.rung == 0);
  sweeper.sweep(start + 1'250ms);
  CHECK(alarm.rung == 1);
}

TEST_CASE("A deadline goes on firing until it is disarmed or armed anew") {
  net::Sweeper sweeper(1ms);
  const auto start = std::chrono::steady_clock::now();
  sweeper.sweep(start);
  Alarm alarm(sweeper);
  alarm.arm(10ms);
  sweeper.sweep(start + 20ms);
  sweeper.sweep(start + 21ms);
  CHECK(alarm.rung == 2);
  alarm.disarm();
  sweeper.sweep(start + 1h);
  CHECK(alarm.rung == 2);
  alarm.arm(10ms);
  sweeper.sweep(start + 1h + 5ms);
  CHECK(alarm.rung == 2);
  sweeper.sweep(start + 1h + 20ms);
  CHECK(alarm.rung == 3);
}

TEST_CASE("Deadlines may end each other while the sweeper goes through them") {
  net::Sweeper sweeper(1ms);
  const auto start = std::chrono::steady_clock::now();
  sweeper.sweep(start);
  auto first = std::make_unique<Alarm>(sweeper);
  auto second = std::make_unique<Alarm>(sweeper);
  auto third = std::make_unique<Alarm>(sweeper);
  int rung = 0;
  for (auto* alarm : {first.get(), second.get(), third.get()}) alarm->arm(1ms);
  third->then = [&] {
    ++rung;
    second.reset();
    first.reset();
  };
  second->then = first->then = [&] { ++rung; };
  sweeper.sweep(start + 1s);
  CHECK(rung == 1);
  third.reset();
  sweeper.sweep(start + 2s);
  CHECK(rung == 1);
}
