#include "gateway/people/delays.hpp"

#include <catch2/catch.hpp>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::people;
using std::chrono::seconds;

namespace {

constexpr Pace pace{3, seconds{1}, seconds{60}};

}  // namespace

TEST_CASE("The wait doubles with every wrong try behind the free ones, up to the longest") {
  const int expected[] = {0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60};
  for (int tries = 0; tries < 12; ++tries)
    CHECK(wait_after(tries, pace) == seconds{expected[tries]});
  CHECK(wait_after(1'000'000, pace) == seconds{60});
}

TEST_CASE(
    "Who guesses is let in at the waits alone, and a try that came too early is not counted") {
  auto now = testing::market_morning();
  Delays delays{pace};
  for (int i = 0; i < 4; ++i) CHECK_FALSE(delays.begin("lan", now));
  for (int i = 0; i < 100; ++i) CHECK(delays.begin("lan", now) == seconds{1});
  now += std::chrono::milliseconds{999};
  CHECK(delays.begin("lan", now) == seconds{1});
  now += std::chrono::milliseconds{1};
  CHECK_FALSE(delays.begin("lan", now));
  CHECK(delays.begin("lan", now) == seconds{2});
  CHECK_FALSE(delays.begin("minh", now));
}

TEST_CASE("A right try and a day's quiet both make a clean slate") {
  auto now = testing::market_morning();
  Delays delays{pace};
  for (int i = 0; i < 4; ++i) delays.begin("lan", now);
  delays.forgive("lan");
  for (int i = 0; i < 4; ++i) CHECK_FALSE(delays.begin("lan", now));
  CHECK(delays.begin("lan", now));
  now += Delays::remembered;
  for (int i = 0; i < 4; ++i) CHECK_FALSE(delays.begin("lan", now));
}

TEST_CASE("A try that nobody judged is taken back") {
  const auto now = testing::market_morning();
  Delays delays{pace};
  for (int i = 0; i < 20; ++i) {
    CHECK_FALSE(delays.begin("lan", now));
    delays.take_back("lan");
  }
}

TEST_CASE("A flood of names takes no more room than was given, and lets nobody off their wait") {
  auto now = testing::market_morning();
  Delays delays{pace, 100};
  for (int i = 0; i < 4; ++i) delays.begin("lan", now);
  for (int i = 0; i < 500; ++i) {
    now += std::chrono::milliseconds{1};
    CHECK_FALSE(delays.begin("x" + std::to_string(i), now));
  }
  CHECK(delays.size() == 100);
  CHECK(delays.begin("lan", now) == seconds{1});
}

TEST_CASE("Who was wrong often is not forgotten for names that were wrong once, wait over or not") {
  auto now = testing::market_morning();
  Delays delays{pace, 100};
  for (int i = 0; i < 4; ++i) delays.begin("lan", now);
  now += seconds{2};
  for (int i = 0; i < 500; ++i) delays.begin("x" + std::to_string(i), now);
  CHECK_FALSE(delays.begin("lan", now));
  CHECK(delays.begin("lan", now) == seconds{2});
}

TEST_CASE("Where all who are remembered wait, somebody new waits for the first of them") {
  auto now = testing::market_morning();
  Delays delays{pace, 3};
  for (const char* who : {"a", "b", "c"}) {
    for (int i = 0; i < 4; ++i) delays.begin(who, now);
  }
  CHECK(delays.begin("lan", now) == seconds{1});
  CHECK(delays.size() == 3);
  for (const char* who : {"a", "b", "c"}) CHECK(delays.begin(who, now) == seconds{1});
  now += seconds{1};
  CHECK_FALSE(delays.begin("lan", now));
  CHECK(delays.size() == 3);
}

TEST_CASE("A clock that is set back makes nobody wait for the days between") {
  const auto now = testing::market_morning();
  Delays delays{pace};
  for (int i = 0; i < 5; ++i) delays.begin("lan", now);
  CHECK(*delays.begin("lan", now - std::chrono::hours{48}) <= seconds{2});
}
