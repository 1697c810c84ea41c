#include "ledger/crypto.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>
#include <stdexcept>
#include <utility>

namespace chopay::ledger {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

/// Fetched once: fetching by name on every call costs more than the hash of an entry.
const EVP_MD* sha256_method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

constexpr int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

Hash sha256(std::initializer_list<std::string_view> parts) {
  thread_local const Context context{EVP_MD_CTX_new()};
  Hash hash;
  bool ok = context && EVP_DigestInit_ex2(context.get(), sha256_method(), nullptr) == 1;
  for (const auto part : parts) {
    ok = ok && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  }
  ok = ok && EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1;
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
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const int high = nibble(hex[2 * i]);
    const int low = nibble(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    hash[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
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
