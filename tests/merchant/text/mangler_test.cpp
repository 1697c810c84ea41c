#include "tests/support/mangler.hpp"

#include <catch2/catch.hpp>

#include "tests/merchant/text/code_rates.hpp"

using namespace chopay::merchant;
using namespace chopay::testing;

namespace {

void check_rates(std::size_t count, std::uint64_t seed) {
  const CodeRates rates = measure_code_rates(count, seed);
  CAPTURE(rates.readable, rates.found, rates.cut, rates.found_cut, rates.misread,
          rates.miscorrected, rates.wrong_matches);
  CHECK(rates.readable > count * 9 / 10);
  CHECK(rates.cut > count / 100);
  CHECK(rates.found_share() >= 0.999);
  CHECK(rates.misread == 0);
  CHECK(rates.wrong_matches == 0);
}

}  // namespace

TEST_CASE("Codes are found in 20,000 mangled texts, and no wrong one counts") {
  check_rates(20'000, 20261124);
}

TEST_CASE("Codes are found in 100,000 mangled texts, five times over", "[.long]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) check_rates(100'000, seed);
}

TEST_CASE("The mangler tells truly what is left of the code") {
  const std::string code{make_reference(7'654'321).text()};
  Mangler mangler{5};
  int whole = 0, one_wrong = 0, cut = 0;
  for (int i = 0; i < 20'000; ++i) {
    const MangledText mangled = mangler.mangle(code);
    const bool contains = squeeze(mangled.text).find(code) != std::string::npos;
    CAPTURE(mangled.text);
    REQUIRE(mangled.text.size() <= 512);
    if (mangled.state == CodeState::whole) REQUIRE(contains);
    if (mangled.state == CodeState::one_wrong) REQUIRE_FALSE(contains);
    whole += mangled.state == CodeState::whole ? 1 : 0;
    one_wrong += mangled.state == CodeState::one_wrong ? 1 : 0;
    cut += mangled.state == CodeState::cut ? 1 : 0;
  }
  CHECK(whole > 16'000);
  CHECK(one_wrong > 1'500);
  CHECK(cut > 200);
}

TEST_CASE("The same seed gives the same mangled texts") {
  Mangler first{9}, second{9}, third{10};
  const std::string code{make_reference(1).text()};
  CHECK(first.mangle(code).text == second.mangle(code).text);
  CHECK(first.mangle(code).text != third.mangle(code).text);
}
