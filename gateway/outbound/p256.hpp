#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/crypto.hpp"

namespace chopay::outbound {

/// The cryptography of Web Push: the curve P-256 (FIPS 186-4), ES256 (RFC 7518 §3.4) and
/// AES-128-GCM. Everything works on bytes. Safe from any thread; throws std::runtime_error only
/// when OpenSSL itself fails.
namespace p256 {

using Scalar = std::array<std::uint8_t, 32>;
using Point = std::array<std::uint8_t, 65>;  ///< uncompressed: 4, x, y

/// The point where the bytes are one of the curve, uncompressed; nothing otherwise.
std::optional<Point> point_of(std::string_view bytes);

/// A private key with its public point.
class Key {
 public:
  /// Nothing where the number is 0 or not below the curve's order.
  static std::optional<Key> of(const Scalar& scalar);
  static Key make(ledger::Random& random);

  const Scalar& scalar() const { return scalar_; }
  const Point& point() const { return point_; }
  /// The x of the shared point (ECDH). REQUIRES: a point of point_of().
  Scalar shared_with(const Point& other) const;
  /// r and s over the SHA-256 of the text, 32 bytes each. OpenSSL draws the nonce itself.
  std::string sign(std::string_view text) const;

 private:
  Key(const Scalar& scalar, const Point& point) : scalar_(scalar), point_(point) {}
  Scalar scalar_;
  Point point_;
};

/// True where `signature` (r and s) is the key's of that point over the text.
bool verify(const Point& point, std::string_view text, std::string_view signature);

/// AES-128-GCM without further data: the ciphertext and its tag of 16 bytes. REQUIRES: a key of 16
/// and a nonce of 12 bytes, and that the two were never used together before.
std::string seal(std::string_view key, std::string_view nonce, std::string_view text);
/// The text again; nothing where the tag does not fit.
std::optional<std::string> open(std::string_view key, std::string_view nonce,
                                std::string_view sealed);

}  // namespace p256
}  // namespace chopay::outbound
