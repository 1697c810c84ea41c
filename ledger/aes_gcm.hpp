#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace chopay::ledger {

// AES-GCM, NIST SP 800-38D, by a key of 32 bytes (AES-256) or of 16 (AES-128, RFC 8188). One key
// may seal 2^32 values under random nonces (§8.3).

inline constexpr std::size_t gcm_nonce_bytes = 12;
inline constexpr std::size_t gcm_tag_bytes = 16;
using GcmKey = std::span<const std::uint8_t>;
using GcmNonce = std::array<std::uint8_t, gcm_nonce_bytes>;

/// Appends ciphertext ‖ tag of the text; `bound` is authenticated with it and not in it. Throws
/// std::logic_error for a key of another length, std::runtime_error where the library fails, and
/// then has appended nothing of use.
void append_gcm(std::string& out, GcmKey key, const GcmNonce& nonce, std::string_view bound,
                std::string_view text);
/// The text of ciphertext ‖ tag; nullopt where a byte of it, of the nonce or of `bound` is another.
std::optional<std::string> open_gcm(GcmKey key, const GcmNonce& nonce, std::string_view bound,
                                    std::string_view sealed);

/// Overwrites what is secret; the compiler does not leave it out.
void wipe(std::span<std::uint8_t> bytes) noexcept;

}  // namespace chopay::ledger
