#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/clock.hpp"

/// The cryptography that banks ask for. Everything works on bytes; nothing here knows a provider.
/// Safe to call from any thread; throws std::runtime_error only when OpenSSL itself fails.
namespace chopay::bank {

template <std::size_t N>
using Bytes = std::array<unsigned char, N>;

/// The signed text in pieces, hashed one after the other without joining them first.
using Pieces = std::initializer_list<std::string_view>;

/// RFC 2104 over SHA-256 and SHA-512.
Bytes<32> hmac_sha256(std::string_view key, Pieces text);
Bytes<64> hmac_sha512(std::string_view key, Pieces text);
/// FIPS 180-4.
Bytes<32> sha256(Pieces text);
Bytes<64> sha512(Pieces text);
/// RFC 1321. Broken as a hash; only where a bank's own scheme asks for it (MB MMS, BIDV).
Bytes<16> md5(Pieces text);

/// Compares without telling by its time where the first difference is. The lengths may be told.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// The kind of public key in a PEM text ("-----BEGIN PUBLIC KEY-----").
enum class KeyKind { none, rsa, ed25519 };
KeyKind public_key_kind(std::string_view pem);

/// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2). False for a bad key as for a bad signature.
bool verify_rsa_sha256(std::string_view public_key_pem, std::string_view text,
                       std::string_view signature);
/// RFC 8032. The key is PEM, or its 32 raw bytes.
bool verify_ed25519(std::string_view public_key, std::string_view text, std::string_view signature);

/// When the first of the certificates in a PEM text ends; nothing where one cannot be read or there
/// is none.
std::optional<ledger::Instant> certificates_end(std::string_view pem);

/// Overwrites the text so that the compiler cannot leave it out, then empties it.
void wipe(std::string& text) noexcept;

/// The bytes of a digest as a view, to compare or encode.
template <std::size_t N>
std::string_view view(const Bytes<N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}

}  // namespace chopay::bank
