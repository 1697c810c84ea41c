#include "ledger/crypto.hpp"

// SHA-256 without the dispatch of EVP, which costs as much as hashing an entry: deprecated since
// OpenSSL 3.0, there in all of 3.x.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <bit>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace chopay::ledger {
namespace {

/// Puts four bytes from eight hexadecimal digits of lower case; false where one is none. All eight
/// at once: each entry has two hashes in this form, and one digit after the other they would cost
/// more than anything else in it.
bool put_bytes_of_digits(const char* digits, std::uint8_t* out) {
  static_assert(std::endian::native == std::endian::little, "the first digits are the lowest");
  constexpr std::uint64_t ones = 0x0101010101010101u;
  constexpr std::uint64_t highest = 0x80 * ones;
  std::uint64_t all;
  std::memcpy(&all, digits, sizeof all);
  // The highest bit of each character that is at least this; below 0x80 nothing is carried on.
  const auto from = [&](unsigned char first) { return all + (0x80u - first) * ones; };
  const auto numerals = from('0') & ~from('9' + 1);
  const auto letters = from('a') & ~from('f' + 1);
  const bool good = ((numerals | letters) & ~all & highest) == highest;
  auto nibbles = (all & 0x0f * ones) + 9 * (all >> 6 & ones);
  nibbles = (nibbles << 4 | nibbles >> 8) & 0x00ff00ff00ff00ffu;
  nibbles = (nibbles | nibbles >> 8) & 0x0000ffff0000ffffu;
  const auto bytes = static_cast<std::uint32_t>(nibbles | nibbles >> 16);
  std::memcpy(out, &bytes, sizeof bytes);
  return good;
}

}  // namespace

Hash sha256(std::initializer_list<std::string_view> parts) {
  Hash hash;
  SHA256_CTX context;
  bool ok = SHA256_Init(&context) == 1;
  for (const auto part : parts) ok = ok && SHA256_Update(&context, part.data(), part.size()) == 1;
  ok = ok && SHA256_Final(hash.data(), &context) == 1;
  if (!ok) throw std::runtime_error("SHA-256 is not available");
  return hash;
}

Hash leaf_hash(std::string_view bytes) {
  return sha256({std::string_view("\0", 1), bytes});
}

void append_hex(std::string& out, std::span<const std::uint8_t> bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  const auto begin = out.size();
  out.resize(begin + bytes.size() * 2);
  char* at = out.data() + begin;
  for (const auto byte : bytes) {
    *at++ = digits[byte >> 4];
    *at++ = digits[byte & 15];
  }
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  std::string hex;
  append_hex(hex, bytes);
  return hex;
}

std::optional<Hash> hash_from_hex(std::string_view hex) {
  std::optional<Hash> hash;
  if (hex.size() != 2 * sizeof(Hash)) return hash;
  auto& bytes = hash.emplace();
  bool good = true;
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    good &= put_bytes_of_digits(hex.data() + 2 * i, bytes.data() + i);
  }
  if (!good) hash.reset();
  return hash;
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  thread_local std::array<std::uint8_t, 1024> block;
  thread_local std::size_t left = 0;
  for (auto& byte : bytes) {
    if (left == 0) {
      if (RAND_bytes(block.data(), static_cast<int>(block.size())) != 1) {
        throw std::runtime_error("the system gives no random bytes");
      }
      left = block.size();
    }
    byte = std::exchange(block[--left], std::uint8_t{0});
  }
}

}  // namespace chopay::ledger
