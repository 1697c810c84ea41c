#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chopay::qr {

/// A picture of grey pixels, 0 black … 255 white, row by row without gaps.
struct GreyImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  ///< width * height of them

  GreyImage() = default;
  GreyImage(int width_, int height_, std::uint8_t fill = 255)
      : width(width_),
        height(height_),
        pixels(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), fill) {}

  std::uint8_t& at(int x, int y) noexcept {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
  std::uint8_t at(int x, int y) const noexcept {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
};

/// What a picture may cost before it is opened.
struct PictureLimits {
  std::size_t bytes_max = 8U << 20U;
  std::size_t pixels_max = 24'000'000;
};

}  // namespace chopay::qr
