#include "ledger/base64.hpp"

#include <algorithm>

namespace chopay::ledger {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto part = bytes.substr(at, 3);
    unsigned bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < part.size() ? static_cast<unsigned char>(part[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= part.size() ? alphabet[bits >> (18 - 6 * i) & 63] : '=';
    }
  }
  return text;
}

std::string to_base64(const Hash& hash) {
  return to_base64(std::string_view{reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::optional<std::string> bytes_from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t at = 0; at < text.size(); at += 4) {
    auto part = text.substr(at, 4);
    // Padding stands at the very end only.
    if (at + 4 == text.size()) {
      for (int i = 0; i < 2 && part.ends_with('='); ++i) part.remove_suffix(1);
    }
    unsigned bits = 0;
    for (const char c : part) {
      const int value = value_of(c);
      if (value < 0) return std::nullopt;
      bits = bits << 6 | static_cast<unsigned>(value);
    }
    bits <<= 6 * (4 - part.size());
    for (std::size_t i = 0; i + 1 < part.size(); ++i) {
      bytes += static_cast<char>(bits >> (16 - 8 * i) & 255);
    }
    if ((bits & ((1U << (8 * (4 - part.size()))) - 1)) != 0) return std::nullopt;
  }
  return bytes;
}

std::optional<Hash> hash_from_base64(std::string_view text) {
  const auto bytes = bytes_from_base64(text);
  Hash hash;
  if (!bytes || bytes->size() != hash.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

}  // namespace chopay::ledger
