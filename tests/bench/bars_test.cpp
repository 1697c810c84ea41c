#include "tests/bench/bars.hpp"

#include <catch2/catch.hpp>

#include <limits>

using chopay::bench::Bars;

TEST_CASE("A benchmark that reaches its bars ends well and says nothing") {
  Bars bars{"tls"};
  bars.at_least("ratio", 0.75, 0.75);
  bars.below("plain_mb", 99.9, 100);
  std::ostringstream said;
  CHECK(bars.judge(said) == 0);
  CHECK(said.str().empty());
}

TEST_CASE("A benchmark that misses a bar ends with 1 and says which") {
  Bars bars{"tls"};
  bars.at_least("ratio", 0.74, 0.75);
  bars.at_least("handshakes_per_s", 2'000, 1'500);
  bars.below("plain_mb", 100, 100);
  bars.below("tls_mb", std::numeric_limits<double>::quiet_NaN(), 400);
  std::ostringstream said;
  CHECK(bars.judge(said) == 1);
  CHECK(said.str() ==
        "bench tls: missed: ratio is 0.74, must be at least 0.75\n"
        "bench tls: missed: plain_mb is 100, must be less than 100\n"
        "bench tls: missed: tls_mb is nan, must be less than 400\n");
}
