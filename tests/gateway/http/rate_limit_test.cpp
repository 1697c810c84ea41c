#include "gateway/http/rate_limit.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace chopay::http;
using namespace std::chrono_literals;

namespace {

const RateLimit::Time start{1h};

int taken(RateLimit& limit, const std::string& client, RateLimit::Time now, int tries) {
  int count = 0;
  for (int i = 0; i < tries; ++i) count += limit.take(client, now);
  return count;
}

}  // namespace

TEST_CASE("A client may ask so often a minute, at once or spread, and no oftener") {
  RateLimit limit(60);
  CHECK(taken(limit, "a", start, 100) == 60);
  CHECK(taken(limit, "a", start + 1s, 5) == 1);
  CHECK(taken(limit, "a", start + 31s, 100) == 30);
  CHECK(taken(limit, "a", start + 10min, 100) == 60);
}

TEST_CASE("One client's haste does not slow another") {
  RateLimit limit(10);
  CHECK(taken(limit, "a", start, 50) == 10);
  CHECK(taken(limit, "b", start, 5) == 5);
}

TEST_CASE("A clock that goes back gives no tokens and takes none") {
  RateLimit limit(10);
  CHECK(taken(limit, "a", start, 4) == 4);
  CHECK(taken(limit, "a", start - 1min, 20) == 6);
}

TEST_CASE("However many clients come, only so many are remembered, and the others share a bucket") {
  RateLimit limit(10, 100);
  int allowed = 0;
  for (int i = 0; i < 1'000; ++i) allowed += limit.take(std::to_string(i), start);
  CHECK(limit.clients() == 100);
  CHECK(allowed == 100 + 10);
  // A minute later the hundred are as good as new, and forgotten for the newcomers.
  CHECK(limit.take("newcomer", start + 1min));
  CHECK(limit.clients() == 1);
}

TEST_CASE("A client is told how often it may still ask, and when it may as often as at first") {
  RateLimit limit(60);
  const auto first = limit.count("a", start);
  CHECK(first.taken);
  CHECK(first.limit == 60);
  CHECK(first.left == 59);
  CHECK(first.until_full == 1s);
  taken(limit, "a", start, 100);
  const auto none = limit.count("a", start);
  CHECK_FALSE(none.taken);
  CHECK(none.left == 0);
  CHECK(none.until_full == 60s);
}
