#include "qr/draw_text.hpp"

#include <string_view>

namespace chopay::qr {
namespace {

/// By whether the upper and the lower module are drawn.
constexpr std::string_view half_blocks[2][2] = {{" ", "▄"}, {"▀", "█"}};
constexpr std::string_view black_on_white = "\x1b[38;5;16;48;5;231m";
constexpr std::string_view usual_colours = "\x1b[0m";

}  // namespace

std::string draw_text(const Symbol& symbol, TextColours colours) {
  const bool ansi = colours == TextColours::ansi;
  const int size = symbol.size();
  // Without colours of its own what is drawn is light: the paper, not the ink.
  const auto drawn = [&](int x, int y) {
    const bool dark = x >= 0 && y >= 0 && x < size && y < size && symbol.dark(x, y);
    return dark == ansi;
  };
  std::string text;
  const int end = size + quiet_zone_modules;
  for (int y = -quiet_zone_modules; y < end; y += 2) {
    if (ansi) text += black_on_white;
    for (int x = -quiet_zone_modules; x < end; ++x) {
      text += half_blocks[drawn(x, y) ? 1 : 0][drawn(x, y + 1) ? 1 : 0];
    }
    if (ansi) text += usual_colours;
    text += '\n';
  }
  return text;
}

}  // namespace chopay::qr
