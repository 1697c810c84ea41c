#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/crypto.hpp"

namespace chopay::outbound {

/// The curve of Web Push: P-256 (FIPS 186-4) with ES256 (RFC 7518 §3.4). Everything works on bytes.
/// Safe from any thread; throws std::runtime_error only when OpenSSL itself fails.
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

}  // namespace p256
}  // namespace chopay::outbound
