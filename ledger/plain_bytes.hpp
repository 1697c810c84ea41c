#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace chopay::ledger {

/// In each byte that does not stand for itself in a JSON string (a quote, a backslash, a control
/// character) the highest bit, and perhaps in bytes above such a one: the lowest bit that is set is
/// right.
inline std::uint64_t ends_of_plain(std::uint64_t bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101u;
  constexpr std::uint64_t highest = 0x80 * ones;
  const auto below = [](std::uint64_t each, unsigned limit) {
    return (each - limit * ones) & ~each;
  };
  return (below(bytes, 0x20) | below(bytes ^ ones * '"', 1) | below(bytes ^ ones * '\\', 1)) &
         highest;
}

/// How many bytes at the beginning stand for themselves in a JSON string. Eight at once, here where
/// it is called: every notice is written and read as such strings, mostly of bytes like these.
inline std::size_t plain_length(std::string_view text) {
  static_assert(std::endian::native == std::endian::little, "the first bytes are the lowest");
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::uint64_t bytes; end - at >= 8; at += 8) {
    std::memcpy(&bytes, at, sizeof bytes);
    if (const auto ends = ends_of_plain(bytes)) {
      return static_cast<std::size_t>(at - text.data()) +
             static_cast<std::size_t>(std::countr_zero(ends) / 8);
    }
  }
  while (at < end && static_cast<unsigned char>(*at) >= 0x20 && *at != '"' && *at != '\\') ++at;
  return static_cast<std::size_t>(at - text.data());
}

}  // namespace chopay::ledger
