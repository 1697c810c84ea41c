// How often each reader still reads a damaged sticker: 200 stickers for every kind of damage and
// every level of error correction, as a table. An argument gives another number of stickers.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "qr/draw_png.hpp"
#include "qr/photo.hpp"
#include "qr/photo_zbar.hpp"
#include "qr/png_file.hpp"
#include "qr/symbol.hpp"
#include "qr/vietqr.hpp"
#include "tests/qr/damage.hpp"

using namespace chopay::qr;

namespace {

constexpr int module_px = 8;  // before damage

struct Damage {
  const char* name;
  std::function<GreyImage(const GreyImage&, damage::Random&)> make;
};

struct Rate {
  int zxing = 0;
  int zbar = 0;
  int either = 0;
};

/// The static code of a stall, as it is printed on a sticker.
std::string payload(int number) {
  TransferCode code;
  code.bin = number % 2 == 0 ? "970436" : "970422";
  code.account = std::to_string(71'000'000'000 + number * 7'919LL);
  code.memo = "SAP A" + std::to_string(number);
  return encode(code).value();
}

GreyImage sticker(const std::string& text, Level level) {
  const Symbol symbol = make_symbol(text, level).value();
  return read_png(draw_png(symbol, symbol.size_with_quiet_zone() * module_px).value()).value();
}

/// A light patch in the middle, as a mark would cover it: odd numbers of modules.
GreyImage marked(const GreyImage& image, int modules) {
  GreyImage out = image;
  const int half = modules * module_px / 2;
  for (int y = image.height / 2 - half; y < image.height / 2 + half; ++y) {
    for (int x = image.width / 2 - half; x < image.width / 2 + half; ++x) out.at(x, y) = 230;
  }
  return out;
}

std::vector<Damage> damages() {
  using damage::Random;
  const auto px_per_module = [](const GreyImage& image, double wanted) {
    return damage::downscale(image, static_cast<int>(image.width * wanted / module_px));
  };
  return {
      {"none", [](const GreyImage& i, Random&) { return i; }},
      {"blur 0.25 module", [](const GreyImage& i, Random&) { return damage::blur(i, 2); }},
      {"blur 0.5 module", [](const GreyImage& i, Random&) { return damage::blur(i, 4); }},
      {"noise 30", [](const GreyImage& i, Random& r) { return damage::noise(i, 30, r); }},
      {"turned 30 degrees",
       [](const GreyImage& i, Random&) { return damage::perspective(i, 30, 0); }},
      {"turned 45 degrees",
       [](const GreyImage& i, Random&) { return damage::perspective(i, 45, 10); }},
      {"low contrast", [](const GreyImage& i, Random&) { return damage::contrast(i, 110, 160); }},
      {"glare", [](const GreyImage& i, Random& r) { return damage::glare(i, 0.15, 0.95, r); }},
      {"two creases", [](const GreyImage& i, Random& r) { return damage::creases(i, 2, r); }},
      {"covered 10 %", [](const GreyImage& i, Random& r) { return damage::occlusion(i, 0.1, r); }},
      {"covered 20 %", [](const GreyImage& i, Random& r) { return damage::occlusion(i, 0.2, r); }},
      {"JPEG q=30", [](const GreyImage& i, Random&) { return damage::jpeg(i, 30); }},
      {"3 px a module", [=](const GreyImage& i, Random&) { return px_per_module(i, 3); }},
      {"2 px a module", [=](const GreyImage& i, Random&) { return px_per_module(i, 2); }},
      {"light mark 7", [](const GreyImage& i, Random&) { return marked(i, 7); }},
      {"light mark 9", [](const GreyImage& i, Random&) { return marked(i, 9); }},
      {"market", [](const GreyImage& i, Random& r) { return damage::market(i, r); }},
      {"market, 4 px a module",
       [=](const GreyImage& i, Random& r) { return px_per_module(damage::market(i, r), 4); }},
      {"market, mark 7",
       [](const GreyImage& i, Random& r) { return damage::market(marked(i, 7), r); }},
  };
}

bool holds(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

Rate measure(const Damage& damage, Level level, int count) {
  damage::Random random(20261124);
  Rate rate;
  for (int i = 0; i < count; ++i) {
    const std::string text = payload(i);
    const GreyImage photo = damage.make(sticker(text, level), random);
    const bool zxing = holds(read_codes(photo), text);
    const bool zbar = holds(read_codes_zbar(photo), text);
    rate.zxing += zxing;
    rate.zbar += zbar;
    rate.either += zxing || zbar;
  }
  return rate;
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::max(1, std::atoi(argv[1])) : 200;
  std::printf("%d stickers each; per cent read by ZXing / ZBar / either\n", count);
  std::printf("%-24s%-20s%-20s%-20s\n", "damage", "level M", "level Q", "level H");
  for (const Damage& damage : damages()) {
    std::printf("%-24s", damage.name);
    for (const Level level : {Level::medium, Level::quartile, Level::high}) {
      const Rate rate = measure(damage, level, count);
      char cell[40];
      std::snprintf(cell, sizeof cell, "%d / %d / %d", rate.zxing * 100 / count,
                    rate.zbar * 100 / count, rate.either * 100 / count);
      std::printf("%-20s", cell);
    }
    std::printf("\n");
    std::fflush(stdout);
  }
  return EXIT_SUCCESS;
}
