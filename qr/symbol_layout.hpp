#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "qr/symbol.hpp"

namespace chopay::qr {

/// How the codewords of a symbol are parted into blocks (ISO/IEC 18004 table 9). The first blocks
/// have one data codeword less than the last where they do not come out even.
struct BlockPlan {
  std::size_t blocks = 1;
  std::size_t correction = 7;  ///< codewords a block
};
/// 1 ≤ version ≤ 40.
BlockPlan block_plan(int version, Level level);

/// Where the modules of one version lie: everything about it that no text changes. Immutable.
struct SymbolLayout {
  struct Place {
    std::uint8_t x;
    std::uint8_t y;
  };

  int version = 1;
  int size = 21;
  std::vector<Place> data;    ///< of the data bits, in their order; the last few may be unused
  std::vector<Place> dark;    ///< function modules that are dark: finders, timing, alignment …
  std::vector<Place> format;  ///< two copies of the format's 15 bits, the lowest bit first

  std::size_t codewords() const { return data.size() / 8; }
};

/// Made at the first call for a version, 1…40. Safe from any thread.
const SymbolLayout& symbol_layout(int version);

/// The 15 bits that tell level and mask (ISO/IEC 18004 §7.9). 0 ≤ mask ≤ 7.
unsigned format_bits(Level level, int mask);

}  // namespace chopay::qr
