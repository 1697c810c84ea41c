#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace chopay::ledger {

// AES-256-GCM, NIST SP 800-38D. One key may seal 2^32 values under random nonces (§8.3).

inline constexpr std::size_t gcm_nonce_bytes = 12;
inline constexpr std::size_t gcm_tag_bytes = 16;
using GcmKey = std::array<std::uint8_t, 32>;
using GcmNonce = std::array<std::uint8_t, gcm_nonce_bytes>;

/// Appends ciphertext ‖ tag of the text; `bound` is authenticated with it and not in it. Throws
/// std::runtime_error where the library fails, and then has appended nothing of use.
void append_gcm(std::string& out, const GcmKey& key, const GcmNonce& nonce, std::string_view bound,
                std::string_view text);
/// The text of ciphertext ‖ tag; nullopt where a byte of it, of the nonce or of `bound` is another.
std::optional<std::string> open_gcm(const GcmKey& key, const GcmNonce& nonce,
                                    std::string_view bound, std::string_view sealed);

/// Overwrites what is secret; the compiler does not leave it out.
void wipe(std::span<std::uint8_t> bytes) noexcept;

}  // namespace chopay::ledger
