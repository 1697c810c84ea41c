#pragma once

#include <string>
#include <vector>

#include "qr/grey_image.hpp"

namespace chopay::qr {

/// As read_codes(), by ZBar: a second opinion, with other strengths. May find what the first reader
/// misses, and the other way round.
std::vector<std::string> read_codes_zbar(const GreyImage& image);

}  // namespace chopay::qr
