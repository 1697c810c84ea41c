#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace chopay::qr {

/// How many bits are set. Without the processor's own instruction, which a portable build may not
/// use, std::popcount is a call; this is a handful of instructions in place.
constexpr int ones(std::uint64_t word) {
  word -= word >> 1U & 0x5555555555555555U;
  word = (word & 0x3333333333333333U) + (word >> 2U & 0x3333333333333333U);
  word = (word + (word >> 4U)) & 0x0F0F0F0F0F0F0F0FU;
  return static_cast<int>(word * 0x0101010101010101U >> 56U);
}

/// A row of up to 64 × Words modules, one bit each: module x is bit x % 64 of word x / 64.
template <std::size_t Words>
struct BitRow {
  std::array<std::uint64_t, Words> words{};

  /// Those below `count`.
  static BitRow first(int count) {
    BitRow row;
    for (std::size_t w = 0; w < Words; ++w) {
      const int here = count - 64 * static_cast<int>(w);
      if (here >= 64) row.words[w] = ~std::uint64_t{0};
      if (here > 0 && here < 64) row.words[w] = (std::uint64_t{1} << here) - 1;
    }
    return row;
  }
  /// Module x becomes what x + by was; light comes in at the end. 0 < by < 64.
  BitRow down(unsigned by) const {
    BitRow row;
    for (std::size_t w = 0; w < Words; ++w) {
      row.words[w] = words[w] >> by;
      if (w + 1 < Words) row.words[w] |= words[w + 1] << (64 - by);
    }
    return row;
  }
  /// Module x becomes what x - by was. 0 < by < 64.
  BitRow up(unsigned by) const {
    BitRow row;
    for (std::size_t w = 0; w < Words; ++w) {
      row.words[w] = words[w] << by;
      if (w > 0) row.words[w] |= words[w - 1] >> (64 - by);
    }
    return row;
  }
  int count() const {
    int sum = 0;
    for (const std::uint64_t word : words) sum += ones(word);
    return sum;
  }
  bool none() const {
    std::uint64_t any = 0;
    for (const std::uint64_t word : words) any |= word;
    return any == 0;
  }
  BitRow operator~() const {
    BitRow row;
    for (std::size_t w = 0; w < Words; ++w) row.words[w] = ~words[w];
    return row;
  }
  BitRow operator&(const BitRow& other) const {
    BitRow row;
    for (std::size_t w = 0; w < Words; ++w) row.words[w] = words[w] & other.words[w];
    return row;
  }
  BitRow operator|(const BitRow& other) const {
    BitRow row;
    for (std::size_t w = 0; w < Words; ++w) row.words[w] = words[w] | other.words[w];
    return row;
  }
  BitRow operator^(const BitRow& other) const {
    BitRow row;
    for (std::size_t w = 0; w < Words; ++w) row.words[w] = words[w] ^ other.words[w];
    return row;
  }
};

/// A square of modules, all light at first.
template <std::size_t Words>
struct BitGrid {
  static constexpr std::size_t side = 64 * Words;
  std::array<BitRow<Words>, side> rows{};

  void put(std::size_t x, std::size_t y, std::uint64_t dark) {
    rows[y].words[x / 64] |= dark << (x % 64);
  }

  /// Columns become rows.
  BitGrid transposed() const {
    BitGrid out;
    for (std::size_t a = 0; a < Words; ++a) {
      for (std::size_t b = 0; b < Words; ++b) transpose_square(a, b, out);
    }
    return out;
  }

 private:
  /// The 64 × 64 modules from (64 a, 64 b): halves, then quarters … change places across the
  /// diagonal.
  void transpose_square(std::size_t a, std::size_t b, BitGrid& out) const {
    std::array<std::uint64_t, 64> square;
    for (std::size_t i = 0; i < 64; ++i) square[i] = rows[64 * b + i].words[a];
    std::uint64_t low = 0x00000000FFFFFFFFU;
    for (unsigned half = 32; half != 0; half >>= 1U, low ^= low << half) {
      for (std::size_t i = 0; i < 64; i = ((i | half) + 1) & ~std::size_t{half}) {
        const std::uint64_t swapped = ((square[i] >> half) ^ square[i + half]) & low;
        square[i] ^= swapped << half;
        square[i + half] ^= swapped;
      }
    }
    for (std::size_t i = 0; i < 64; ++i) out.rows[64 * a + i].words[b] = square[i];
  }
};

}  // namespace chopay::qr
