#include "qr/symbol_layout.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <utility>

namespace chopay::qr {
namespace {

using Place = SymbolLayout::Place;

constexpr int versions = 40;

/// Rows: levels L, M, Q, H; columns: versions 1 … 40.
constexpr std::uint8_t correction_codewords[4][versions] = {
    {7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
     28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
     26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
    {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
     28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
     30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30}};
constexpr std::uint8_t block_counts[4][versions] = {
    {1, 1, 1, 1,  1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
    {1,  1,  2,  2,  4,  4,  6,  6,  8,  8,  8,  10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
    {1,  1,  2,  4,  4,  4,  5,  6,  8,  8,  11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81}};

/// `value` followed by the remainder that makes it divisible by the generator (BCH code).
unsigned with_remainder(unsigned value, unsigned generator, unsigned remainder_bits) {
  unsigned rest = value << remainder_bits;
  for (unsigned bit = 31; bit >= remainder_bits; --bit) {
    if ((rest >> bit & 1U) != 0) rest ^= generator << (bit - remainder_bits);
  }
  return value << remainder_bits | rest;
}

/// Collects the modules of a version while they are laid out.
class Builder {
 public:
  explicit Builder(int version) : size_(17 + 4 * version) {
    layout_.version = version;
    layout_.size = size_;
    taken_.resize(static_cast<std::size_t>(size_ * size_));
  }

  SymbolLayout build() {
    finders();
    timing();
    alignments();
    format_places();
    version_places();
    data_places();
    return std::move(layout_);
  }

 private:
  bool& taken(int x, int y) { return taken_[static_cast<std::size_t>(y * size_ + x)].value; }
  static Place place(int x, int y) {
    return {static_cast<std::uint8_t>(x), static_cast<std::uint8_t>(y)};
  }

  void put(int x, int y, bool dark) {
    if (x < 0 || y < 0 || x >= size_ || y >= size_ || taken(x, y)) return;
    taken(x, y) = true;
    if (dark) layout_.dark.push_back(place(x, y));
  }

  /// Squares around a middle: dark where the distance from it is one of the bits.
  void squares(int x0, int y0, int radius, unsigned dark_distances) {
    for (int y = -radius; y <= radius; ++y) {
      for (int x = -radius; x <= radius; ++x) {
        const auto distance = static_cast<unsigned>(std::max(std::abs(x), std::abs(y)));
        put(x0 + x, y0 + y, (dark_distances >> distance & 1U) != 0);
      }
    }
  }

  void finders() {
    constexpr unsigned rings = 0b01011;  // dark at 0, 1 and 3; the separator at 4 is light
    squares(3, 3, 4, rings);
    squares(size_ - 4, 3, 4, rings);
    squares(3, size_ - 4, 4, rings);
  }

  void timing() {
    // The alignment patterns that lie on the timing rows agree with them.
    for (int i = 8; i < size_ - 8; ++i) {
      put(i, 6, i % 2 == 0);
      put(6, i, i % 2 == 0);
    }
  }

  /// Rows and columns of the alignment patterns: from 6 to size - 7, evenly but for the first gap
  /// (ISO/IEC 18004 annex E).
  std::vector<int> alignment_lines() const {
    if (layout_.version == 1) return {};
    const int count = layout_.version / 7 + 2;
    const int last = size_ - 7;
    const int gaps = count - 1;
    int step = 2 * ((last - 6 + 2 * gaps - 1) / (2 * gaps));
    if (layout_.version == 32) step = 26;  // the one that the standard has otherwise
    std::vector<int> lines{6};
    for (int i = gaps - 1; i >= 0; --i) lines.push_back(last - i * step);
    return lines;
  }

  void alignments() {
    const auto lines = alignment_lines();
    for (const int y : lines) {
      for (const int x : lines) {
        const bool in_corner =
            (x == 6 && y == 6) || (x == 6 && y == lines.back()) || (y == 6 && x == lines.back());
        if (in_corner) continue;
        squares(x, y, 2, 0b101);
      }
    }
  }

  void format_place(int x, int y) {
    taken(x, y) = true;
    layout_.format.push_back(place(x, y));
  }

  /// Bits 0 … 14 around the upper left finder, then again beside the two others.
  void format_places() {
    for (int i = 0; i < 6; ++i) format_place(8, i);
    format_place(8, 7);
    format_place(8, 8);
    format_place(7, 8);
    for (int i = 9; i < 15; ++i) format_place(14 - i, 8);
    for (int i = 0; i < 8; ++i) format_place(size_ - 1 - i, 8);
    for (int i = 8; i < 15; ++i) format_place(8, size_ - 15 + i);
    put(8, size_ - 8, true);
  }

  void version_places() {
    if (layout_.version < 7) return;
    const unsigned bits = with_remainder(static_cast<unsigned>(layout_.version), 0x1F25, 12);
    for (int i = 0; i < 18; ++i) {
      const bool dark = (bits >> static_cast<unsigned>(i) & 1U) != 0;
      put(i / 3, size_ - 11 + i % 3, dark);
      put(size_ - 11 + i % 3, i / 3, dark);
    }
  }

  /// Two columns at a time from the right, upwards and downwards in turn; the timing column is
  /// passed over.
  void data_places() {
    bool up = true;
    for (int right = size_ - 1; right > 0; right -= 2) {
      if (right == 6) --right;
      for (int i = 0; i < size_; ++i) {
        const int y = up ? size_ - 1 - i : i;
        for (const int x : {right, right - 1}) {
          if (!taken(x, y)) layout_.data.push_back(place(x, y));
        }
      }
      up = !up;
    }
  }

  struct Flag {
    bool value = false;
  };
  int size_;
  std::vector<Flag> taken_;
  SymbolLayout layout_;
};

}  // namespace

BlockPlan block_plan(int version, Level level) {
  const auto row = static_cast<std::size_t>(level);
  const auto column = static_cast<std::size_t>(version - 1);
  return {block_counts[row][column], correction_codewords[row][column]};
}

const SymbolLayout& symbol_layout(int version) {
  static std::array<std::once_flag, versions + 1> once;
  static std::array<std::unique_ptr<const SymbolLayout>, versions + 1> layouts;
  const auto index = static_cast<std::size_t>(version);
  std::call_once(once[index], [&] {
    layouts[index] = std::make_unique<const SymbolLayout>(Builder(version).build());
  });
  return *layouts[index];
}

unsigned format_bits(Level level, int mask) {
  constexpr unsigned indicators[] = {0b01, 0b00, 0b11, 0b10};  // L, M, Q, H
  const unsigned value = indicators[static_cast<std::size_t>(level)] << 3U;
  return with_remainder(value | static_cast<unsigned>(mask), 0x537, 10) ^ 0x5412U;
}

}  // namespace chopay::qr
