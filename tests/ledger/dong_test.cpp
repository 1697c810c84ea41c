#include "ledger/dong.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <stdexcept>

using chopay::ledger::Dong;

TEST_CASE("A sum of đồng that does not fit throws instead of wrapping") {
  const Dong most{std::numeric_limits<std::int64_t>::max()};
  CHECK_THROWS_AS(most + Dong{1}, std::overflow_error);
  CHECK_THROWS_AS(-most - Dong{2}, std::overflow_error);
  CHECK(most - most == Dong{0});
}

TEST_CASE("Đồng are written as bare digits") {
  CHECK(to_string(Dong{85'000}) == "85000");
  CHECK(to_string(Dong{-1}) == "-1");
}
