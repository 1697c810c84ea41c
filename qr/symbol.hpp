#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "qr/error.hpp"

namespace chopay::qr {

/// How much of the symbol may be damaged: about 7, 15, 25 and 30 % of the codewords. Screens take
/// medium, print takes quartile, a mark in the middle takes high.
enum class Level { low, medium, quartile, high };

/// White modules that belong around every symbol, on each side (ISO/IEC 18004 §6.3.8).
inline constexpr int quiet_zone_modules = 4;

/// The dark and light modules of a QR symbol, without its quiet zone. Immutable.
class Symbol {
 public:
  /// REQUIRES: rows holds `size` rows of row_bytes(size) bytes, the leftmost module in the highest
  /// bit, dark modules set.
  Symbol(int size, std::vector<std::uint8_t> rows) : size_(size), rows_(std::move(rows)) {}

  static constexpr std::size_t row_bytes(int size) noexcept {
    return (static_cast<std::size_t>(size) + 7) / 8;
  }

  /// Modules on a side: 21, 25, … 177.
  int size() const noexcept { return size_; }
  /// 1…40.
  int version() const noexcept { return (size_ - 17) / 4; }
  /// Modules on a side with the quiet zone.
  int size_with_quiet_zone() const noexcept { return size_ + 2 * quiet_zone_modules; }

  /// Is the module dark? 0 ≤ x, y < size(), from the top left corner.
  bool dark(int x, int y) const noexcept {
    const std::uint8_t byte = row(y)[static_cast<std::size_t>(x) / 8];
    return (byte >> (7 - static_cast<unsigned>(x) % 8) & 1U) != 0;
  }

  /// One row, packed as in the constructor.
  const std::uint8_t* row(int y) const noexcept {
    return rows_.data() + static_cast<std::size_t>(y) * row_bytes(size_);
  }

 private:
  int size_;
  std::vector<std::uint8_t> rows_;
};

/// The smallest symbol for the text at this level. All data in byte mode, as EMVCo MPM §4.12.1
/// wants; text that is not ASCII is announced as UTF-8 (ECI 26). symbol_too_big: more than version
/// 40 holds (2953 bytes at low, 1273 at high), or no text.
Result<Symbol> make_symbol(std::string_view text, Level level = Level::medium);

}  // namespace chopay::qr
