#include "merchant/person_search.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "merchant/latin_fold.hpp"

namespace chopay::merchant {
namespace {

/// JSON within JSON within JSON: nobody sends more.
constexpr int json_depth_max = 3;

/// The number of the four hexadecimal digits of an escape that begins at `at`; nothing where there
/// is none.
std::optional<char32_t> unit_at(std::string_view text, std::size_t at) {
  constexpr std::size_t length = 6;
  if (text.size() < at + length || text.substr(at, 2) != "\\u") return std::nullopt;
  std::uint16_t unit = 0;
  const char* end = text.data() + at + length;
  const auto [read, failed] = std::from_chars(end - 4, end, unit, 16);
  if (failed != std::errc{} || read != end) return std::nullopt;
  return unit;
}

void append_code_point(std::string& text, char32_t code_point) {
  const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (code_point < 0x80) return add(code_point);
  if (code_point < 0x800) {
    add(0xC0 | code_point >> 6);
  } else if (code_point < 0x10000) {
    add(0xE0 | code_point >> 12);
    add(0x80 | (code_point >> 6 & 0x3F));
  } else {
    add(0xF0 | code_point >> 18);
    add(0x80 | (code_point >> 12 & 0x3F));
    add(0x80 | (code_point >> 6 & 0x3F));
  }
  add(0x80 | (code_point & 0x3F));
}

/// Reads \uXXXX, or the two of a pair; bytes read, 0 where it is none.
std::size_t read_unit(std::string_view text, std::size_t at, std::string& into) {
  const auto high = unit_at(text, at);
  if (!high) return 0;
  if (*high < 0xD800 || *high > 0xDFFF) {
    append_code_point(into, *high);
    return 6;
  }
  const auto low = unit_at(text, at + 6);
  if (*high > 0xDBFF || !low || *low < 0xDC00 || *low > 0xDFFF) return 0;
  append_code_point(into, 0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00));
  return 12;
}

/// Reads a backslash and one letter; bytes read, 0 where it is no escape.
std::size_t read_letter(std::string_view text, std::size_t at, std::string& into) {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
  if (at + 1 == text.size()) return 0;
  const auto letter = letters.find(text[at + 1]);
  if (letter == std::string_view::npos) return 0;
  into += meant[letter];
  return 2;
}

}  // namespace

std::string read_json_escapes(std::string_view text) {
  std::string read;
  read.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto backslash = std::min(text.find('\\', at), text.size());
    read += text.substr(at, backslash - at);
    at = backslash;
    if (at == text.size()) break;
    auto length = read_letter(text, at, read);
    if (length == 0) length = read_unit(text, at, read);
    if (length == 0) read += text[at];
    at += length == 0 ? 1 : length;
  }
  return read;
}

PersonSearch::PersonSearch(std::string_view wanted) : wanted_(fold_for_search(wanted)) {}

bool PersonSearch::is_found_in(std::string_view text) const {
  if (fold_for_search(text).find(wanted_) != std::string::npos) return true;
  std::string read{text};
  for (int depth = 0; depth < json_depth_max && read.find('\\') != std::string::npos; ++depth) {
    read = read_json_escapes(read);
    if (fold_for_search(read).find(wanted_) != std::string::npos) return true;
  }
  return false;
}

}  // namespace chopay::merchant
