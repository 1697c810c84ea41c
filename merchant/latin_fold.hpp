#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chopay::merchant {

/// The plain letter A–Z under a Latin letter with marks (Ấ, ấ → A; Đ, đ → D; ơ → O), or '\0'
/// when the code point is not such a letter. ASCII letters give '\0' too. Vietnamese in full,
/// the accented letters of Latin-1 and Latin Extended-A as well.
char plain_letter(char32_t code_point);

/// True for U+0300–U+036F, the marks that stand alone in decomposed text (NFD).
constexpr bool is_combining_mark(char32_t code_point) {
  return code_point >= 0x300 && code_point <= 0x36F;
}

/// Reads the code point at `at` of UTF-8 text and moves `at` behind it. A byte that is not
/// well-formed UTF-8 reads as U+FFFD and moves by one. REQUIRES at < text.size().
char32_t next_code_point(std::string_view text, std::size_t& at);

/// The text as it is searched: Latin letters lower case and without marks, đ as d ("Thu Thế" and
/// "THU THÊ" become "thu the"); NFC and NFD give the same. Other characters stay as they are;
/// bytes that are not UTF-8 vanish. A search text is folded too and looked for as a part.
std::string fold_for_search(std::string_view text);

}  // namespace chopay::merchant
