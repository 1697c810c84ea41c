#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace chopay::bank {

/// Lower-case hexadecimal, two characters a byte.
std::string to_hex(std::span<const unsigned char> bytes);

/// Which of the two alphabets of RFC 4648 (§4 with '+' and '/', §5 with '-' and '_').
enum class Base64 { standard, url };

/// RFC 4648 §4 with padding, or §5 without.
std::string to_base64(std::string_view bytes, Base64 alphabet = Base64::standard);
/// Strict: only the alphabet; padding needed in the standard form and refused in the url form;
/// unused low bits zero, so that one value has one text. nullopt otherwise.
std::optional<std::string> from_base64(std::string_view text, Base64 alphabet = Base64::standard);

/// Whether all bytes are well-formed UTF-8 (Unicode §3.9: no overlong forms, no surrogates).
bool is_utf8(std::string_view bytes);
/// The longest beginning of at most `bytes_max` bytes that does not cut a character in two.
std::string_view cut_utf8(std::string_view text, std::size_t bytes_max);

}  // namespace chopay::bank
