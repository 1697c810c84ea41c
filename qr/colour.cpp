#include "qr/colour.hpp"

#include <charconv>
#include <cmath>

namespace chopay::qr {
namespace {

/// sRGB to light, WCAG 2.2 "relative luminance".
double light(double part) noexcept {
  return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

}  // namespace

std::optional<Colour> colour_from_hex(std::string_view text) noexcept {
  if (text.size() != 7 || text.front() != '#') return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + 7, value, 16);
  if (error != std::errc{} || end != text.data() + 7) return std::nullopt;
  return Colour{(value >> 16U) / 255.0, (value >> 8U & 0xFFU) / 255.0, (value & 0xFFU) / 255.0};
}

Colour ink_on(Colour ground) noexcept {
  const double luminance =
      0.2126 * light(ground.red) + 0.7152 * light(ground.green) + 0.0722 * light(ground.blue);
  const double with_white = 1.05 / (luminance + 0.05);
  const double with_black = (luminance + 0.05) / 0.05;
  return with_white >= with_black ? white : black;
}

}  // namespace chopay::qr
