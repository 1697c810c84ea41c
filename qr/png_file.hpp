#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "qr/error.hpp"
#include "qr/grey_image.hpp"

namespace chopay::qr {

/// How the bytes of a row are meant.
enum class PngPixels {
  two_colours,  ///< one bit a pixel, highest bit first: 1 black, 0 white
  rgb,          ///< three bytes a pixel
};

/// Writes a PNG of these rows (one pointer a row, the same row may be given many times): zlib level
/// 1 and no filter, which is quickest and, for two colours, smallest too. 1 ≤ width, height ≤ 8192.
/// picture_too_big, drawing_failed.
Result<std::string> write_png(int width, std::span<const std::uint8_t* const> rows,
                              PngPixels pixels);

/// Reads any PNG as grey pixels; what is transparent becomes white. picture_too_big (told before
/// the pixels are unpacked), picture_damaged.
Result<GreyImage> read_png(std::string_view bytes, const PictureLimits& limits = {});

}  // namespace chopay::qr
