#pragma once

#include <string>

#include "qr/error.hpp"
#include "qr/symbol.hpp"

namespace chopay::qr {

/// The symbol as a square PNG of two colours, `pixels` on a side. Every module is the same whole
/// number of pixels, the largest that fits with the quiet zone; what is left over is white margin,
/// shared between the sides. picture_too_small if a module would be less than a pixel,
/// picture_too_big above 8192.
Result<std::string> draw_png(const Symbol& symbol, int pixels);

}  // namespace chopay::qr
