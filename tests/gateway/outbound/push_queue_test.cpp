#include "gateway/outbound/push_queue.hpp"

#include <catch2/catch.hpp>

#include "tests/support/ledger_fixture.hpp"

using namespace chopay;
using namespace chopay::outbound;
using namespace std::chrono_literals;

namespace {

const auto begin = testing::market_morning();

}  // namespace

TEST_CASE("Many sales in a row wake a device once, and once more for what came after") {
  PushQueue queue;
  for (int i = 0; i < 10; ++i) CHECK(queue.want("till", begin));
  CHECK(queue.take(begin) == "till");
  CHECK_FALSE(queue.take(begin).has_value());
  CHECK(queue.want("till", begin + 1s));  // while the first is under way
  queue.done("till", begin + 1s);
  CHECK_FALSE(queue.take(begin + 2s).has_value());
  CHECK(queue.next_due() == begin + 1s + PushQueue::apart);
  CHECK(queue.take(begin + 1s + PushQueue::apart) == "till");
}

TEST_CASE("A device that was woken leaves nothing behind") {
  PushQueue queue;
  queue.want("till", begin);
  queue.take(begin);
  queue.done("till", begin);
  CHECK_FALSE(queue.take(begin + PushQueue::apart).has_value());
  CHECK(queue.size() == 0);
}

TEST_CASE("A service that refuses is asked less and less often, and others are not held up") {
  PushQueue queue;
  auto now = begin;
  queue.want("till", now);
  auto last = 0s;
  for (int i = 0; i < 4; ++i) {
    REQUIRE(queue.take(now) == "till");
    queue.failed("till", now, std::nullopt);
    const auto wait = std::chrono::duration_cast<std::chrono::seconds>(*queue.next_due() - now);
    CHECK(wait > last);
    last = wait;
    queue.want("other", now);
    CHECK(queue.take(now) == "other");
    queue.done("other", now);
    now += wait;
  }
}

TEST_CASE("What a service says of its wait is kept, up to half an hour") {
  PushQueue queue;
  queue.want("till", begin);
  queue.take(begin);
  queue.failed("till", begin, 60s);
  CHECK(queue.next_due() == begin + 60s);
  REQUIRE(queue.take(begin + 60s) == "till");
  queue.failed("till", begin + 60s, 24h);
  CHECK(queue.next_due() == begin + 60s + 30min);
}

TEST_CASE("Nobody is told of money that came long ago") {
  PushQueue queue;
  queue.want("till", begin);
  queue.take(begin);
  queue.failed("till", begin, 6min);
  CHECK_FALSE(queue.take(begin + 6min).has_value());
  CHECK(queue.size() == 0);
}

TEST_CASE("A full queue takes no further device, but those that it has") {
  PushQueue queue;
  for (std::size_t i = 0; i < PushQueue::devices_max; ++i) {
    REQUIRE(queue.want(std::to_string(i), begin));
  }
  CHECK_FALSE(queue.want("one more", begin));
  CHECK(queue.want("7", begin));
  CHECK(queue.size() == PushQueue::devices_max);
}
