#pragma once

#include <string>
#include <string_view>

#include "qr/error.hpp"
#include "qr/grey_image.hpp"

namespace chopay::qr {

/// Reads a JPEG as grey pixels. picture_too_big (told before the pixels are unpacked),
/// picture_damaged (a cut-off picture too).
Result<GreyImage> read_jpeg(std::string_view bytes, const PictureLimits& limits = {});

/// Writes rows of red, green and blue bytes as a JPEG. quality 1…100; from 90 on the edges of a
/// code stay clean. drawing_failed.
Result<std::string> write_jpeg(int width, int height, std::string_view rgb, int quality = 92);

/// As write_jpeg, from grey pixels.
Result<std::string> write_jpeg(const GreyImage& image, int quality);

}  // namespace chopay::qr
