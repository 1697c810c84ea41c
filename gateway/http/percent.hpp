#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chopay::http {

/// True when every '%' begins an escape of two hexadecimal digits, and none stands for NUL or
/// another control character (RFC 3986 §2.1).
bool percent_clean(std::string_view text);

/// Decodes %XX. Nothing on a broken escape or one that stands for a control character.
std::optional<std::string> percent_decoded(std::string_view text);

/// Encodes everything but letters, digits and "-._~": for one segment of a path or one value.
std::string percent_encoded(std::string_view text);

}  // namespace chopay::http
