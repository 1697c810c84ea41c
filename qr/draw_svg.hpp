#pragma once

#include <string>
#include <string_view>

#include "qr/symbol.hpp"

namespace chopay::qr {

/// The symbol as an SVG document: black on white, one path, the quiet zone included. It scales;
/// `pixels` > 0 also states a width and height. Below 6 KB for the code of a payment request.
std::string draw_svg(const Symbol& symbol, int pixels = 0);

/// The path data alone ("M4 4.5h7m1 0h1…"), one module a unit, quiet zone included: to be stroked
/// with width 1.
std::string svg_path(const Symbol& symbol);

/// The document with an attribute for each property of its style attributes, which mean the same in
/// an SVG but need no policy that lets styles stand inside of documents. REQUIRES properties that
/// are attributes too, as all are that cairo writes.
std::string styled_by_attributes(std::string_view svg);

}  // namespace chopay::qr
