#include "qr/draw_text.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace chopay::qr;

namespace {

/// Which modules of a drawing are drawn: a grid read back from its half blocks.
std::vector<std::vector<bool>> read_back(const std::string& text) {
  std::vector<std::vector<bool>> rows(2);
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\n') {
      rows.resize(rows.size() + 2);
      ++at;
      continue;
    }
    if (text[at] == '\x1b') {
      at = text.find('m', at) + 1;
      continue;
    }
    const bool space = text[at] == ' ';
    const auto block = space ? std::string{} : text.substr(at, 3);
    rows[rows.size() - 2].push_back(block == "▀" || block == "█");
    rows[rows.size() - 1].push_back(block == "▄" || block == "█");
    at += space ? 1 : 3;
  }
  rows.resize(rows.size() - 2);
  return rows;
}

}  // namespace

TEST_CASE("A drawing of letters has every module of the symbol, and its quiet zone") {
  const auto symbol = make_symbol("https://pay.example.vn/enrol/0123456789").value();
  for (const auto colours : {TextColours::none, TextColours::ansi}) {
    const auto rows = read_back(draw_text(symbol, colours));
    const auto side = symbol.size_with_quiet_zone();
    REQUIRE(rows.size() >= static_cast<std::size_t>(side));
    for (int y = 0; y < side; ++y) {
      REQUIRE(rows[static_cast<std::size_t>(y)].size() == static_cast<std::size_t>(side));
      for (int x = 0; x < side; ++x) {
        const int inner_x = x - quiet_zone_modules;
        const int inner_y = y - quiet_zone_modules;
        const bool inside =
            inner_x >= 0 && inner_y >= 0 && inner_x < symbol.size() && inner_y < symbol.size();
        const bool dark = inside && symbol.dark(inner_x, inner_y);
        const bool drawn = rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
        if (drawn != (dark == (colours == TextColours::ansi))) FAIL("module " << x << ' ' << y);
      }
    }
  }
  CHECK(draw_text(symbol, TextColours::none).find('\x1b') == std::string::npos);
}
