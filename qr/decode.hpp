#pragma once

#include <string_view>
#include <vector>

#include "qr/decoded.hpp"
#include "qr/error.hpp"

namespace chopay::qr {

/// lenient reads whatever is unambiguous and lists the rules it breaks; strict refuses those too.
enum class Mode { lenient, strict };

/// Payloads are at most this long (EMVCo MPM §3).
inline constexpr std::size_t payload_characters_max = 512;

/// Reads any EMVCo merchant-presented payload of UTF-8 text.
/// Refused in both modes: a wrong checksum (any case is read), a root level that does not close
/// exactly, 00 not first or not 01, 63 not last, a root ID twice, no merchant account, no currency,
/// no country; for VietQR also an unclosed beneficiary, one without bank or account, or two of
/// them. The error has the byte offset where reading stopped. Allocates once, for the result.
Result<Decoded> decode(std::string_view payload, Mode mode = Mode::lenient);

/// Everything that could be read of a payload, and everything that makes it invalid.
struct Reading {
  Decoded code;               ///< fields are filled only if the root level is well formed
  std::vector<Error> errors;  ///< empty: decode() would succeed
};

/// As decode() in lenient mode, but for looking into damaged codes: never trust these fields for a
/// payment when `errors` is not empty.
Reading inspect(std::string_view payload);

}  // namespace chopay::qr
