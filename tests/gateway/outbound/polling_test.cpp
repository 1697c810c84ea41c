#include "gateway/outbound/polling.hpp"

#include <catch2/catch.hpp>

using namespace chopay::outbound;
using namespace std::chrono_literals;

TEST_CASE("A list that fails is asked less and less often, and every half hour at the least") {
  CHECK(poll_wait(1, {}) == 30s);
  CHECK(poll_wait(2, {}) == 60s);
  CHECK(poll_wait(6, {}) == 960s);
  CHECK(poll_wait(7, {}) == 1'800s);
  CHECK(poll_wait(1'000'000, {}) == 1'800s);
}

TEST_CASE("A server that says how long to wait is believed, within bounds") {
  CHECK(poll_wait(5, 12) == 12s);
  CHECK(poll_wait(5, 0) == 1s);
  CHECK(poll_wait(5, 86'400) == 3'600s);
}
