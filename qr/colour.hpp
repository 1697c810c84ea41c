#pragma once

#include <optional>
#include <string_view>

namespace chopay::qr {

/// Red, green and blue, 0…1.
struct Colour {
  double red = 0;
  double green = 0;
  double blue = 0;
};
inline constexpr Colour black{0, 0, 0};
inline constexpr Colour white{1, 1, 1};

/// Reads "#0a7239"; nothing for other forms.
std::optional<Colour> colour_from_hex(std::string_view text) noexcept;

/// Black or white, whichever reads better on the ground: at least 4.5 : 1 (WCAG 2.2 §1.4.3), so
/// that the words are legible when printed without colours too.
Colour ink_on(Colour ground) noexcept;

}  // namespace chopay::qr
