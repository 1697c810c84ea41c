#pragma once

#include <string>
#include <vector>

#include "qr/grey_image.hpp"

namespace chopay::qr {

/// The contents of every QR code found in the picture, byte for byte, in no particular order and
/// each text once. Empty if there is none.
std::vector<std::string> read_codes(const GreyImage& image);

}  // namespace chopay::qr
