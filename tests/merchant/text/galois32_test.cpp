#include "merchant/galois32.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace chopay::merchant;

namespace {

CodeWord some_word(std::mt19937& random) {
  std::array<Symbol32, data_symbols> data{};
  for (auto& symbol : data) symbol = static_cast<Symbol32>(random() % 32);
  return encode_word(data);
}

}  // namespace

TEST_CASE("A code word is read as it stands") {
  std::mt19937 random{1};
  for (int i = 0; i < 1000; ++i) {
    const CodeWord word = some_word(random);
    const auto read = repair_word(word);
    REQUIRE(read);
    REQUIRE(read->word == word);
    REQUIRE_FALSE(read->wrong_at);
  }
}

TEST_CASE("Any one wrong symbol is put right") {
  std::mt19937 random{2};
  for (int i = 0; i < 200; ++i) {
    const CodeWord word = some_word(random);
    for (std::size_t at = 0; at < word.size(); ++at) {
      for (unsigned error = 1; error < 32; ++error) {
        CodeWord damaged = word;
        damaged[at] = static_cast<Symbol32>(damaged[at] ^ error);
        const auto read = repair_word(damaged);
        REQUIRE(read);
        REQUIRE(read->word == word);
        REQUIRE(read->wrong_at == at);
      }
    }
  }
}

TEST_CASE("Any two wrong symbols are noticed, never read as another word") {
  std::mt19937 random{3};
  const CodeWord word = some_word(random);
  for (std::size_t first = 0; first < word.size(); ++first) {
    for (std::size_t second = first + 1; second < word.size(); ++second) {
      for (unsigned errors = 0; errors < 32 * 32; ++errors) {
        if (errors / 32 == 0 || errors % 32 == 0) continue;
        CodeWord damaged = word;
        damaged[first] = static_cast<Symbol32>(damaged[first] ^ (errors / 32));
        damaged[second] = static_cast<Symbol32>(damaged[second] ^ (errors % 32));
        REQUIRE_FALSE(repair_word(damaged));
      }
    }
  }
}

TEST_CASE("Damage that two of the three checks do not see, the third does") {
  // (x + α)(x + α²) = x² + 6x + 8: added to a word it leaves the first two checks at nothing.
  std::mt19937 random{4};
  for (int i = 0; i < 100; ++i) {
    CodeWord damaged = some_word(random);
    damaged[5] = static_cast<Symbol32>(damaged[5] ^ 1U);
    damaged[6] = static_cast<Symbol32>(damaged[6] ^ 6U);
    damaged[7] = static_cast<Symbol32>(damaged[7] ^ 8U);
    REQUIRE_FALSE(repair_word(damaged));
  }
}
TEST_CASE("A run of one symbol, or symbols counted up or down, is not a code word nor near one") {
  for (unsigned first = 0; first < 32; ++first) {
    for (const unsigned step : {0U, 1U, 31U}) {
      CodeWord run{};
      for (unsigned i = 0; i < run.size(); ++i) {
        run[i] = static_cast<Symbol32>((first + i * step) % 32);
      }
      CAPTURE(first, step);
      CHECK_FALSE(repair_word(run));
    }
  }
}

TEST_CASE("Two digits in turn are not a code word nor near one") {
  for (unsigned first = 0; first < 10; ++first) {
    for (unsigned second = 0; second < 10; ++second) {
      CodeWord turns{};
      for (unsigned i = 0; i < turns.size(); ++i) {
        turns[i] = static_cast<Symbol32>(i % 2 == 0 ? first : second);
      }
      CAPTURE(first, second);
      CHECK_FALSE(repair_word(turns));
    }
  }
}
