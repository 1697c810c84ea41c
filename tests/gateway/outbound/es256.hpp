#pragma once

#include <string_view>

namespace chopay::testing {

/// True where `signature` (r and s, 32 bytes each) is made over the SHA-256 of the text by the key
/// of that uncompressed point of P-256 (RFC 7518 §3.4): what a push service looks at.
bool is_es256_of(std::string_view point, std::string_view text, std::string_view signature);

}  // namespace chopay::testing
