#include "qr/symbol.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

#include "qr/draw_png.hpp"
#include "qr/draw_svg.hpp"
#include "qr/photo.hpp"
#include "qr/png_file.hpp"
#include "qr/vietqr.hpp"

using namespace chopay::qr;

namespace {

std::string dynamic_payload() {
  TransferCode code;
  code.bin = "970436";
  code.account = "0071000123456";
  code.amount_dong = 85'000;
  code.memo = "CP7K2M9Q Ca loc";
  return encode(code).value();
}

std::vector<std::string> read_back(const Result<std::string>& png) {
  return read_codes(read_png(png.value()).value());
}

}  // namespace

TEST_CASE("Symbols are in byte mode and as small as that allows") {
  // Sizes of libqrencode in byte mode; automatic mode would give 33, 45 and 29 modules.
  CHECK(make_symbol(std::string(91, '0'), Level::medium).value().size() == 41);
  CHECK(make_symbol(std::string(121, 'A'), Level::quartile).value().size() == 53);
  CHECK(make_symbol(std::string(91, '0'), Level::low).value().version() == 5);
  CHECK(make_symbol(std::string(91, '0'), Level::high).value().version() == 9);
}

TEST_CASE("A text longer than any symbol holds, and no text, are refused") {
  CHECK(make_symbol(std::string(2953, 'x'), Level::low).value().version() == 40);
  CHECK(make_symbol(std::string(2954, 'x'), Level::low).error().code == Errc::symbol_too_big);
  CHECK(make_symbol(std::string(1274, 'x'), Level::high).error().code == Errc::symbol_too_big);
  CHECK(make_symbol("").error().code == Errc::symbol_too_big);
}

TEST_CASE("Every symbol has its three corner marks") {
  const Symbol symbol = make_symbol(dynamic_payload()).value();
  const int last = symbol.size() - 1;
  for (int i = 0; i < 7; ++i) {
    CHECK(symbol.dark(i, 0));
    CHECK(symbol.dark(0, i));
    CHECK(symbol.dark(last - i, 0));
    CHECK(symbol.dark(i, last));
  }
  CHECK_FALSE(symbol.dark(1, 1));
  CHECK_FALSE(symbol.dark(7, 0));
  CHECK_FALSE(symbol.dark(7, 7));
}

TEST_CASE("The SVG of a payment request is one path below 6 KB with the quiet zone") {
  const Symbol symbol = make_symbol(dynamic_payload()).value();
  const std::string svg = draw_svg(symbol);
  INFO(svg.size());
  CHECK(svg.size() < 6 * 1024);
  const std::string side = std::to_string(symbol.size() + 8);
  CHECK(svg.find("viewBox=\"0 0 " + side + " " + side + "\"") != std::string::npos);
  CHECK(svg.find("stroke=\"#000\" d=\"M4 4.5h7m") != std::string::npos);
  CHECK(svg.find("width=") == std::string::npos);
  CHECK(draw_svg(symbol, 300).find("width=\"300\" height=\"300\"") != std::string::npos);
}

TEST_CASE("The path of the SVG covers exactly the dark modules") {
  const Symbol symbol = make_symbol(dynamic_payload()).value();
  std::vector<bool> covered(static_cast<std::size_t>(symbol.size() * symbol.size()));
  const std::string path = svg_path(symbol);
  int x = 0;
  int y = 0;
  for (std::size_t at = 0; at < path.size();) {
    const char command = path[at++];
    std::size_t used = 0;
    const int number = std::stoi(path.substr(at), &used);
    at += used;
    if (command == 'M') {
      x = number - 4;
      y = std::stoi(path.substr(at)) - 4;
      at = path.find("h", at);
    } else if (command == 'm') {
      x += number;
      at = path.find("h", at);
    } else {
      for (int end = x + number; x < end; ++x) {
        covered[static_cast<std::size_t>(y * symbol.size() + x)] = true;
      }
    }
  }
  for (y = 0; y < symbol.size(); ++y) {
    for (x = 0; x < symbol.size(); ++x) {
      CHECK(symbol.dark(x, y) == covered[static_cast<std::size_t>(y * symbol.size() + x)]);
    }
  }
}

TEST_CASE("A PNG of any size has whole modules, centred, black on white") {
  const Symbol symbol = make_symbol(dynamic_payload()).value();
  const int full = symbol.size_with_quiet_zone();
  for (const int pixels : {full, full + 1, 2 * full - 1, 300, 512, 1000}) {
    const GreyImage image = read_png(draw_png(symbol, pixels).value()).value();
    REQUIRE(image.width == pixels);
    REQUIRE(image.height == pixels);
    const int scale = pixels / full;
    const int margin = (pixels - symbol.size() * scale) / 2;
    bool exact = true;
    for (int y = 0; y < pixels; ++y) {
      for (int x = 0; x < pixels; ++x) {
        const int mx = x < margin ? -1 : (x - margin) / scale;
        const int my = y < margin ? -1 : (y - margin) / scale;
        const bool inside = mx >= 0 && my >= 0 && mx < symbol.size() && my < symbol.size();
        exact = exact && image.at(x, y) == (inside && symbol.dark(mx, my) ? 0 : 255);
      }
    }
    CHECK(exact);
  }
  CHECK(draw_png(symbol, full - 1).error().code == Errc::picture_too_small);
  CHECK(draw_png(symbol, 8193).error().code == Errc::picture_too_big);
}

TEST_CASE("What is drawn is read back to the letter at every level") {
  const std::string payload = dynamic_payload();
  for (const Level level : {Level::low, Level::medium, Level::quartile, Level::high}) {
    const Symbol symbol = make_symbol(payload, level).value();
    CHECK(read_back(draw_png(symbol, 512)) == std::vector<std::string>{payload});
  }
}

TEST_CASE("Vietnamese letters in a symbol are read back as UTF-8") {
  const std::string text = "Cô Bảy – trái cây miệt vườn, sạp Đ12";
  CHECK(read_back(draw_png(make_symbol(text).value(), 400)) == std::vector<std::string>{text});
}

TEST_CASE("Two codes in one picture are both read") {
  const std::string texts[] = {dynamic_payload(), "another sticker, pasted beside it"};
  GreyImage both(800, 400);
  for (int i = 0; i < 2; ++i) {
    const GreyImage one = read_png(draw_png(make_symbol(texts[i]).value(), 400).value()).value();
    for (int y = 0; y < 400; ++y) {
      for (int x = 0; x < 400; ++x) both.at(x + i * 400, y) = one.at(x, y);
    }
  }
  auto found = read_codes(both);
  std::sort(found.begin(), found.end());
  CHECK(found == std::vector<std::string>{texts[0], texts[1]});
}

TEST_CASE("A picture without a code gives no code") {
  CHECK(read_codes(GreyImage(200, 200)).empty());
  CHECK(read_codes(GreyImage()).empty());
}

TEST_CASE("Pictures that are damaged or beyond the limits are refused") {
  const std::string png = draw_png(make_symbol(dynamic_payload()).value(), 512).value();
  CHECK(read_png(png.substr(0, png.size() / 2)).error().code == Errc::picture_damaged);
  CHECK(read_png("no picture").error().code == Errc::picture_damaged);
  CHECK(read_png("").error().code == Errc::picture_damaged);
  CHECK(read_png(png, {.bytes_max = 100}).error().code == Errc::picture_too_big);
  CHECK(read_png(png, {.pixels_max = 512 * 511}).error().code == Errc::picture_too_big);
}
