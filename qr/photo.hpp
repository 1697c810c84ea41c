#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "qr/error.hpp"
#include "qr/grey_image.hpp"

namespace chopay::qr {

/// The contents of every QR code found in the picture by ZXing, byte for byte, in no particular
/// order and each text once. Empty if there is none.
std::vector<std::string> read_codes(const GreyImage& image);

/// Unpacks a photo by its first bytes, PNG or JPEG, to grey pixels. picture_unknown,
/// picture_too_big, picture_damaged.
Result<GreyImage> open_photo(std::string_view bytes, const PictureLimits& limits = {});

/// Every code in a photo by both readers together: beside a true sticker a false one may be
/// visible to only one of them. The photo's file is not trusted; its cost is bounded by the limits.
Result<std::vector<std::string>> read_photo(std::string_view bytes,
                                            const PictureLimits& limits = {});

}  // namespace chopay::qr
