#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/crypto.hpp"

namespace chopay::ledger {

/// Standard base64 with padding (RFC 4648 §4).
std::string to_base64(std::string_view bytes);
std::string to_base64(const Hash& hash);
/// Reads exactly what to_base64 writes: no line ends, no missing padding, no stray bits behind the
/// last byte, so that one value has one text.
std::optional<std::string> bytes_from_base64(std::string_view text);
/// Reads the text of exactly 32 bytes.
std::optional<Hash> hash_from_base64(std::string_view text);

}  // namespace chopay::ledger
