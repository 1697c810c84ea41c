#include "gateway/bank/encoding.hpp"

#include <array>

namespace chopay::bank {
namespace {

constexpr std::string_view alphabet_of(Base64 kind) {
  return kind == Base64::standard
             ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
             : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
}

using Reverse = std::array<signed char, 256>;

constexpr Reverse reverse_of(Base64 kind) {
  Reverse values{};
  for (auto& value : values) value = -1;
  signed char next = 0;
  for (const char c : alphabet_of(kind)) values[static_cast<unsigned char>(c)] = next++;
  return values;
}

constexpr Reverse standard_values = reverse_of(Base64::standard);
constexpr Reverse url_values = reverse_of(Base64::url);

/// Takes the padding off; false when it is not the padding that the length asks for.
bool strip_padding(std::string_view& text, Base64 alphabet) {
  if (alphabet == Base64::url) return text.size() % 4 != 1;
  if (text.size() % 4 != 0) return false;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return true;
}

/// Length of the well-formed character at the start of the bytes; 0 when there is none.
std::size_t character_length(std::string_view bytes) {
  const auto at = [&](std::size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
  };
  const auto continues = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool overlong = lead == 0xE0 && at(1) < 0xA0;
    const bool surrogate = lead == 0xED && at(1) > 0x9F;
    return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool overlong = lead == 0xF0 && at(1) < 0x90;
    const bool beyond = lead == 0xF4 && at(1) > 0x8F;
    return continues(1) && continues(2) && continues(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string to_hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

std::string to_base64(std::string_view bytes, Base64 alphabet) {
  const std::string_view letters = alphabet_of(alphabet);
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char byte : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(byte);
    for (held += 8; held >= 6; held -= 6) text += letters[bits >> (held - 6) & 63U];
  }
  if (held > 0) text += letters[bits << (6 - held) & 63U];
  if (alphabet == Base64::standard) {
    while (text.size() % 4 != 0) text += '=';
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text, Base64 alphabet) {
  if (!strip_padding(text, alphabet)) return std::nullopt;
  const Reverse& values = alphabet == Base64::standard ? standard_values : url_values;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const signed char value = values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>(bits >> held & 0xFFU);
    }
  }
  const std::uint32_t unused = bits & ((1U << held) - 1U);
  if (held >= 6 || unused != 0) return std::nullopt;
  return bytes;
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t length = character_length(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string_view cut_utf8(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t length = bytes_max;
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
  return text.substr(0, length);
}

}  // namespace chopay::bank
