#include "qr/photo_zbar.hpp"

#include <zbar.h>

#include <algorithm>
#include <memory>

namespace chopay::qr {
namespace {

using namespace zbar;  // the C header puts itself there when C++ includes it

struct FreeScanner {
  void operator()(zbar_image_scanner_t* scanner) const noexcept {
    zbar_image_scanner_destroy(scanner);
  }
};
struct FreeImage {
  void operator()(zbar_image_t* image) const noexcept { zbar_image_destroy(image); }
};

using Scanner = std::unique_ptr<zbar_image_scanner_t, FreeScanner>;

Scanner make_scanner() {
  Scanner scanner(zbar_image_scanner_create());
  zbar_image_scanner_set_config(scanner.get(), ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config(scanner.get(), ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  // Bytes as they stand in the symbol: without this, text in no known character set is guessed at.
  zbar_image_scanner_set_config(scanner.get(), ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
  return scanner;
}

void scan(zbar_image_scanner_t* scanner, const GreyImage& image, std::vector<std::string>& texts) {
  const std::unique_ptr<zbar_image_t, FreeImage> view(zbar_image_create());
  zbar_image_set_format(view.get(), zbar_fourcc('Y', '8', '0', '0'));
  zbar_image_set_size(view.get(), static_cast<unsigned>(image.width),
                      static_cast<unsigned>(image.height));
  zbar_image_set_data(view.get(), image.pixels.data(), image.pixels.size(), nullptr);
  zbar_scan_image(scanner, view.get());
  for (const zbar_symbol_t* found = zbar_image_first_symbol(view.get()); found != nullptr;
       found = zbar_symbol_next(found)) {
    std::string text(zbar_symbol_get_data(found), zbar_symbol_get_data_length(found));
    if (!text.empty() && std::find(texts.begin(), texts.end(), text) == texts.end()) {
      texts.push_back(std::move(text));
    }
  }
}

/// Four pixels become one: noise and small blur disappear.
GreyImage half_size(const GreyImage& image) {
  GreyImage half(image.width / 2, image.height / 2);
  for (int y = 0; y < half.height; ++y) {
    for (int x = 0; x < half.width; ++x) {
      const int sum = image.at(2 * x, 2 * y) + image.at(2 * x + 1, 2 * y) +
                      image.at(2 * x, 2 * y + 1) + image.at(2 * x + 1, 2 * y + 1);
      half.at(x, y) = static_cast<std::uint8_t>(sum / 4);
    }
  }
  return half;
}

}  // namespace

std::vector<std::string> read_codes_zbar(const GreyImage& image) {
  std::vector<std::string> texts;
  if (image.width <= 1 || image.height <= 1) return texts;
  const Scanner scanner = make_scanner();
  scan(scanner.get(), image, texts);
  // At eight pixels a module its edges are often lost in noise and reappear at four.
  if (texts.empty()) scan(scanner.get(), half_size(image), texts);
  return texts;
}

}  // namespace chopay::qr
