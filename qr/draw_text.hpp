#pragma once

#include <string>

#include "qr/symbol.hpp"

namespace chopay::qr {

/// How a terminal shows black on white.
enum class TextColours {
  none,  ///< the light modules are drawn: right where letters are light on dark
  ansi,  ///< sets both colours itself: right everywhere, but not in a file
};

/// The symbol as lines of UTF-8 half blocks, two rows of modules a line, the quiet zone included:
/// for the terminal of a machine without a screen.
std::string draw_text(const Symbol& symbol, TextColours colours);

}  // namespace chopay::qr
