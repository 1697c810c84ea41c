// Hashes as text: one form of 64 digits, and nothing that is near it.
#include "ledger/crypto.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace chopay::ledger;

TEST_CASE("A hash is read back from its digits, every byte in its place") {
  Hash hash{};
  for (std::size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<std::uint8_t>(i * 37 + 11);
  CHECK(hash_from_hex(to_hex(hash)) == hash);
  for (int value = 0; value < 256; ++value) {
    hash.fill(static_cast<std::uint8_t>(value));
    CHECK(hash_from_hex(to_hex(hash)) == hash);
  }
}

TEST_CASE("No character but a digit of lower case is one, wherever it stands") {
  const std::string good(64, 'a');
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      const char c = static_cast<char>(value);
      auto text = good;
      text[at] = c;
      const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (hash_from_hex(text).has_value() != digit) FAIL("character " << value << " at " << at);
    }
  }
}

TEST_CASE("A text of another length is no hash") {
  CHECK_FALSE(hash_from_hex("").has_value());
  CHECK_FALSE(hash_from_hex(std::string(63, '0')).has_value());
  CHECK_FALSE(hash_from_hex(std::string(65, '0')).has_value());
}
