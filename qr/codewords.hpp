#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "qr/symbol.hpp"

namespace chopay::qr {

/// Version and codewords of the smallest symbol for a text, in the order in which they are placed.
struct Codewords {
  int version = 1;
  std::vector<std::uint8_t> bytes;
};

/// All data in byte mode; text that is not ASCII is announced as UTF-8 (ECI 26). Data, padding and
/// correction codewords, the blocks interleaved (ISO/IEC 18004 §7.4–7.6). symbol_too_big: no
/// version holds it, or there is no text.
Result<Codewords> make_codewords(std::string_view text, Level level);

}  // namespace chopay::qr
