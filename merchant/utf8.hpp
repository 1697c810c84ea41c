#pragma once

#include <cstddef>
#include <string_view>

namespace chopay::merchant {

/// Whether all bytes are well-formed UTF-8. Texts of 2 GiB and more are not asked about.
bool is_utf8(std::string_view text);

/// The longest beginning of at most `bytes_max` bytes that does not cut a character in two.
/// REQUIRES: is_utf8(text).
std::string_view cut_utf8(std::string_view text, std::size_t bytes_max);

}  // namespace chopay::merchant
