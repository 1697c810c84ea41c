#include "qr/drawing_cache.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace chopay::qr;

namespace {

/// Asks for a drawing of 10 bytes and tells whether it had to be made.
bool drawn(DrawingCache& cache, const std::string& key) {
  bool made = false;
  const auto drawing = cache.get(key, [&]() -> Result<std::string> {
    made = true;
    return std::string(9, '.') + key.back();
  });
  CHECK(drawing.value()->back() == key.back());
  return made;
}

}  // namespace

TEST_CASE("A drawing is made once and kept") {
  DrawingCache cache(1000);
  CHECK(drawn(cache, "a"));
  CHECK_FALSE(drawn(cache, "a"));
  CHECK(cache.bytes() == 11);
}

TEST_CASE("The cache stays within its bytes and forgets what was not asked for longest") {
  DrawingCache cache(33);
  for (const char* key : {"a", "b", "c"}) CHECK(drawn(cache, key));
  CHECK_FALSE(drawn(cache, "a"));
  CHECK(drawn(cache, "d"));
  CHECK(cache.bytes() == 33);
  CHECK_FALSE(drawn(cache, "a"));
  CHECK_FALSE(drawn(cache, "c"));
  CHECK(drawn(cache, "b"));
  for (int i = 0; i < 10'000; ++i) drawn(cache, "k" + std::to_string(i));
  CHECK(cache.bytes() <= 33);
}

TEST_CASE("A drawing larger than the cache is given but not kept") {
  DrawingCache cache(5);
  CHECK(drawn(cache, "a"));
  CHECK(drawn(cache, "a"));
  CHECK(cache.bytes() == 0);
}

TEST_CASE("An error is handed on and not kept") {
  DrawingCache cache(100);
  const auto fail = [] { return Result<std::string>(Error(Errc::picture_too_small)); };
  CHECK(cache.get("a", fail).error().code == Errc::picture_too_small);
  CHECK(drawn(cache, "a"));
}
