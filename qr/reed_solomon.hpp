#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chopay::qr {

/// Most correction codewords that a block of a QR symbol has.
inline constexpr std::size_t correction_max = 30;

/// Makes the correction codewords of QR symbols: Reed-Solomon over GF(256) with the polynomial
/// x^8 + x^4 + x^3 + x^2 + 1 (ISO/IEC 18004 §7.5.2). Immutable; one serves all threads.
class ReedSolomon {
 public:
  /// For `count` correction codewords a block, 1…correction_max; made at the first call.
  static const ReedSolomon& of(std::size_t count);

  /// Appends the correction codewords of the data to `out`.
  void append(std::span<const std::uint8_t> data, std::vector<std::uint8_t>& out) const;

 private:
  using Remainder = std::array<std::uint8_t, correction_max>;
  explicit ReedSolomon(std::size_t count);

  std::size_t count_;
  std::array<Remainder, 256> multiples_{};  // of the generator, by the leading codeword
};

}  // namespace chopay::qr
