#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ledger/crypto.hpp"

namespace chopay::ledger {

/// The secret points at which fingerprints of one run are taken. Nobody knows them before, so
/// nobody can prepare two sets that look the same.
struct FingerprintPoints {
  std::uint64_t within[2];   ///< where a member's bytes are evaluated
  std::uint64_t between[2];  ///< where the set of members is evaluated
  static FingerprintPoints draw(Random& random);
};

/// A fingerprint of a multiset that does not depend on the order in which its members come: two
/// lists are compared without sorting either and without keeping them. Each member is a polynomial
/// over its bytes and the set the product of (point − member), both modulo 2^61 − 1 and twice with
/// independent points, so that different sets of n members have the same fingerprint with a
/// probability below (n / 2^57)^2.
class MultisetFingerprint {
 public:
  explicit MultisetFingerprint(const FingerprintPoints& points);

  /// Adds a member; equal bytes are equal members.
  void add(std::string_view bytes);
  std::uint64_t count() const { return count_; }
  bool same_as(const MultisetFingerprint& other) const;

 private:
  /// Powers of a point from the 0th on. With them the terms of a polynomial are independent of each
  /// other and are reduced once, which is several times as fast as going on from term to term.
  static constexpr std::size_t block_terms = 16;
  using Powers = std::array<std::uint64_t, block_terms + 1>;

  void add_block(const std::uint64_t* terms, std::size_t count, std::uint64_t (&member)[2]) const;

  const FingerprintPoints points_;
  Powers powers_[2];  ///< of points_.within
  std::uint64_t product_[2] = {1, 1};
  std::uint64_t count_ = 0;
};

}  // namespace chopay::ledger
