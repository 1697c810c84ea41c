#include "gateway/bank/sorted_json.hpp"

#include <algorithm>
#include <array>

namespace chopay::bank {
namespace {

/// UTF-8 bytes compare like code points. In UTF-16 the characters beyond U+FFFF start with a
/// surrogate (D800–DFFF) and so come before U+E000–U+FFFF, whose first byte is EE or EF.
unsigned utf16_rank(char c) {
  const unsigned byte = static_cast<unsigned char>(c);
  if (byte >= 0xF0) return byte - 0xF0 + 0xEE;
  return byte == 0xEE || byte == 0xEF ? byte + 0x100 : byte;
}

bool utf16_less(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return utf16_rank(x) < utf16_rank(y); });
}

void append_unit(std::string& out, unsigned unit) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += digits[unit >> shift & 15U];
}

/// Takes one character off the front of well-formed UTF-8.
unsigned take_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) & 0xFFU : 0U;
  };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1U : lead < 0xE0 ? 2U : lead < 0xF0 ? 3U : 4U;
  constexpr std::array<unsigned, 5> masks{0, 0x7F, 0x1F, 0x0F, 0x07};
  unsigned character = lead & masks[length];
  for (std::size_t i = 1; i < length; ++i) character = character << 6U | (byte(i) & 0x3FU);
  text.remove_prefix(std::min(length, text.size()));
  return character;
}

void append_escaped(std::string& out, std::string_view& text) {
  const unsigned character = take_character(text);
  if (character <= 0xFFFF) return append_unit(out, character);
  append_unit(out, 0xD800U + ((character - 0x10000U) >> 10U));
  append_unit(out, 0xDC00U + ((character - 0x10000U) & 0x3FFU));
}

/// The letter of the short escape of a character, 0 when it has none.
char short_escape(char c) {
  switch (c) {
    case '"':
      return '"';
    case '\\':
      return '\\';
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

void append_value(std::string& out, JsonValue value, JsonStyle style);

void append_object(std::string& out, JsonValue object, JsonStyle style) {
  out += '{';
  for (const JsonValue member : sorted_members(object)) {
    if (out.back() != '{') out += ',';
    append_json_string(out, member.key(), style);
    out += ':';
    append_value(out, member, style);
  }
  out += '}';
}

void append_array(std::string& out, JsonValue array, JsonStyle style) {
  out += '[';
  for (const JsonValue item : array) {
    if (out.back() != '[') out += ',';
    append_value(out, item, style);
  }
  out += ']';
}

void append_value(std::string& out, JsonValue value, JsonStyle style) {
  switch (value.kind()) {
    case JsonKind::null:
      out += "null";
      break;
    case JsonKind::boolean:
      out += value.text();
      break;
    case JsonKind::number:
      out += style == JsonStyle::javascript ? javascript_number(value.text())
                                            : std::string(value.text());
      break;
    case JsonKind::string:
      append_json_string(out, value.text(), style);
      break;
    case JsonKind::array:
      append_array(out, value, style);
      break;
    case JsonKind::object:
      append_object(out, value, style);
      break;
  }
}

}  // namespace

std::vector<JsonValue> sorted_members(JsonValue object) {
  std::vector<JsonValue> members(object.begin(), object.end());
  std::ranges::sort(members, utf16_less, &JsonValue::key);
  return members;
}

std::string sorted_json(JsonValue value, JsonStyle style) {
  std::string text;
  append_value(text, value, style);
  return text;
}

void append_json_string(std::string& out, std::string_view text, JsonStyle style) {
  const bool php = style == JsonStyle::php;
  out += '"';
  while (!text.empty()) {
    const char c = text.front();
    const auto byte = static_cast<unsigned char>(c);
    if (const char letter = short_escape(c); letter != 0) {
      out.append({'\\', letter});
    } else if (php && c == '/') {
      out += "\\/";
    } else if (byte < 0x20 || (php && byte >= 0x80)) {
      append_escaped(out, text);
      continue;
    } else {
      out += c;
    }
    text.remove_prefix(1);
  }
  out += '"';
}

std::string javascript_number(std::string_view literal) {
  constexpr std::int64_t exact_max = 9'007'199'254'740'992;
  const auto whole = whole_number(literal);
  if (!whole || *whole > exact_max || *whole < -exact_max) return std::string(literal);
  return std::to_string(*whole);
}

}  // namespace chopay::bank
