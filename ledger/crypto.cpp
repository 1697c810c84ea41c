#include "ledger/crypto.hpp"

// SHA-256 without the dispatch of EVP, which costs as much as hashing an entry: deprecated since
// OpenSSL 3.0, there in all of 3.x.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <stdexcept>
#include <utility>

namespace chopay::ledger {
namespace {

/// What a character stands for as a hexadecimal digit of lower case; 255: nothing.
constexpr auto nibbles = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(255);
  for (std::uint8_t i = 0; i < 16; ++i)
    values[static_cast<std::uint8_t>("0123456789abcdef"[i])] = i;
  return values;
}();

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
  Hash hash;
  if (hex.size() != 2 * hash.size()) return std::nullopt;
  unsigned all = 0;  // has a high bit once a digit was none
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const unsigned high = nibbles[static_cast<std::uint8_t>(hex[2 * i])];
    const unsigned low = nibbles[static_cast<std::uint8_t>(hex[2 * i + 1])];
    all |= high | low;
    hash[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  if (all > 15) return std::nullopt;
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
