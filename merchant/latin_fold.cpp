#include "merchant/latin_fold.hpp"

#include <algorithm>
#include <array>

namespace chopay::merchant {
namespace {

struct LetterRange {
  char32_t first;
  char32_t last;
  char letter;
};

/// In rising order. Ligatures (Æ, Œ, ß, Ĳ) are left out: they are no single letter.
constexpr std::array<LetterRange, 56> ranges{{
    {0xC0, 0xC5, 'A'},     {0xC7, 0xC7, 'C'},     {0xC8, 0xCB, 'E'},     {0xCC, 0xCF, 'I'},
    {0xD0, 0xD0, 'D'},     {0xD1, 0xD1, 'N'},     {0xD2, 0xD6, 'O'},     {0xD8, 0xD8, 'O'},
    {0xD9, 0xDC, 'U'},     {0xDD, 0xDD, 'Y'},     {0xE0, 0xE5, 'A'},     {0xE7, 0xE7, 'C'},
    {0xE8, 0xEB, 'E'},     {0xEC, 0xEF, 'I'},     {0xF0, 0xF0, 'D'},     {0xF1, 0xF1, 'N'},
    {0xF2, 0xF6, 'O'},     {0xF8, 0xF8, 'O'},     {0xF9, 0xFC, 'U'},     {0xFD, 0xFD, 'Y'},
    {0xFF, 0xFF, 'Y'},     {0x100, 0x105, 'A'},   {0x106, 0x10D, 'C'},   {0x10E, 0x111, 'D'},
    {0x112, 0x11B, 'E'},   {0x11C, 0x123, 'G'},   {0x124, 0x127, 'H'},   {0x128, 0x131, 'I'},
    {0x134, 0x135, 'J'},   {0x136, 0x138, 'K'},   {0x139, 0x142, 'L'},   {0x143, 0x14B, 'N'},
    {0x14C, 0x151, 'O'},   {0x154, 0x159, 'R'},   {0x15A, 0x161, 'S'},   {0x162, 0x167, 'T'},
    {0x168, 0x173, 'U'},   {0x174, 0x175, 'W'},   {0x176, 0x178, 'Y'},   {0x179, 0x17E, 'Z'},
    {0x17F, 0x17F, 'S'},   {0x1A0, 0x1A1, 'O'},   {0x1AF, 0x1B0, 'U'},   {0x1CD, 0x1CE, 'A'},
    {0x1CF, 0x1D0, 'I'},   {0x1D1, 0x1D2, 'O'},   {0x1D3, 0x1DC, 'U'},   {0x1E80, 0x1E89, 'W'},
    {0x1E8E, 0x1E8F, 'Y'}, {0x1EA0, 0x1EB7, 'A'}, {0x1EB8, 0x1EC7, 'E'}, {0x1EC8, 0x1ECB, 'I'},
    {0x1ECC, 0x1EE3, 'O'}, {0x1EE4, 0x1EF1, 'U'}, {0x1EF2, 0x1EF7, 'Y'}, {0x1EF8, 0x1EF9, 'Y'},
}};

constexpr bool rising() {
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].first <= ranges[i - 1].last) return false;
  }
  return true;
}
static_assert(rising());

constexpr char32_t bad_byte = 0xFFFD;

/// Bytes of the sequence that this lead byte announces; 0 when it can lead none.
std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if ((lead & 0xF0U) == 0xE0) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

/// Overlong forms, surrogates and values above U+10FFFF are not text.
bool well_formed(char32_t value, std::size_t length) {
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  return value >= least[length] && value <= 0x10FFFF && !(value >= 0xD800 && value <= 0xDFFF);
}

}  // namespace

char plain_letter(char32_t code_point) {
  const auto at = std::ranges::lower_bound(ranges, code_point, {}, &LetterRange::last);
  return at != ranges.end() && code_point >= at->first ? at->letter : '\0';
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const std::size_t start = at++;
  const auto lead = static_cast<unsigned char>(text[start]);
  const std::size_t length = sequence_length(lead);
  if (length == 1) return lead;
  if (length == 0 || text.size() - start < length) return bad_byte;
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[start + i]);
    if ((byte & 0xC0U) != 0x80) return bad_byte;
    value = value << 6U | (byte & 0x3FU);
  }
  if (!well_formed(value, length)) return bad_byte;
  at = start + length;
  return value;
}

std::string fold_for_search(std::string_view text) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  std::string folded;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t code_point = next_code_point(text, at);
    if (code_point < 0x80) {
      folded += lower(static_cast<char>(code_point));
    } else if (const char letter = plain_letter(code_point); letter != '\0') {
      folded += lower(letter);
    } else if (!is_combining_mark(code_point) && code_point != bad_byte) {
      folded += text.substr(begin, at - begin);
    }
  }
  return folded;
}

}  // namespace chopay::merchant
