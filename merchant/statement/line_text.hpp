#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chopay::merchant::statement {

/// The text on one line: control characters and runs of spaces become one space, none at the ends,
/// at most so many bytes. Bytes that are not UTF-8 give an empty text.
std::string one_line(std::string_view text, std::size_t bytes_max);

/// How header cells are compared: lower case without marks, every run of other characters than
/// letters and digits one space ("Số CT/ Doc No" becomes "so ct doc no").
std::string plain_words(std::string_view text);

/// True where the phrase stands in the words as whole words.
bool has_words(std::string_view words, std::string_view phrase);

}  // namespace chopay::merchant::statement
