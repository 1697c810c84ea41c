#include "qr/photo.hpp"

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <array>

#include "qr/jpeg_file.hpp"
#include "qr/photo_zbar.hpp"
#include "qr/png_file.hpp"

namespace chopay::qr {

namespace {

void read_pass(const GreyImage& image, ZXing::Binarizer binarizer,
               std::vector<std::string>& texts) {
  const ZXing::ImageView view(image.pixels.data(), image.width, image.height,
                              ZXing::ImageFormat::Lum);
  const auto hints = ZXing::DecodeHints()
                         .setFormats(ZXing::BarcodeFormat::QRCode)
                         .setBinarizer(binarizer)
                         .setTryHarder(true)
                         .setTryRotate(false);  // its QR detector finds any rotation by itself
  for (const ZXing::Result& found : ZXing::ReadBarcodes(view, hints)) {
    // The bytes, not the text: without an ECI the library would guess a character set.
    const ZXing::ByteArray& bytes = found.bytes();
    std::string text(bytes.begin(), bytes.end());
    if (!text.empty() && std::find(texts.begin(), texts.end(), text) == texts.end()) {
      texts.push_back(std::move(text));
    }
  }
}

/// The grey level below which this part of the pixels lies.
int percentile(const GreyImage& image, double part) {
  std::array<std::size_t, 256> histogram{};
  for (const std::uint8_t pixel : image.pixels) ++histogram[pixel];
  const auto wanted = static_cast<std::size_t>(part * static_cast<double>(image.pixels.size()));
  std::size_t seen = 0;
  for (int level = 0; level < 256; ++level) {
    seen += histogram[static_cast<std::size_t>(level)];
    if (seen > wanted) return level;
  }
  return 255;
}

/// The picture with its own darkest and lightest levels drawn apart to black and white.
GreyImage stretched(const GreyImage& image) {
  const int dark = percentile(image, 0.01);
  const int light = std::max(percentile(image, 0.99), dark + 1);
  GreyImage out = image;
  for (std::uint8_t& pixel : out.pixels) {
    const int level = (std::clamp<int>(pixel, dark, light) - dark) * 255 / (light - dark);
    pixel = static_cast<std::uint8_t>(level);
  }
  return out;
}

}  // namespace

std::vector<std::string> read_codes(const GreyImage& image) {
  std::vector<std::string> texts;
  if (image.width <= 0 || image.height <= 0) return texts;
  read_pass(image, ZXing::Binarizer::LocalAverage, texts);
  // Local averages see nothing in a faded print; drawn apart, it is read like any other.
  if (texts.empty()) read_pass(stretched(image), ZXing::Binarizer::LocalAverage, texts);
  if (texts.empty()) read_pass(image, ZXing::Binarizer::GlobalHistogram, texts);
  return texts;
}

Result<GreyImage> open_photo(std::string_view bytes, const PictureLimits& limits) {
  if (bytes.substr(0, 8) == "\x89PNG\r\n\x1A\n") return read_png(bytes, limits);
  if (bytes.substr(0, 3) == "\xFF\xD8\xFF") return read_jpeg(bytes, limits);
  return Error(Errc::picture_unknown);
}

Result<std::vector<std::string>> read_photo(std::string_view bytes, const PictureLimits& limits) {
  const Result<GreyImage> image = open_photo(bytes, limits);
  if (image.has_error()) return image.error();
  std::vector<std::string> texts = read_codes(image.value());
  for (std::string& text : read_codes_zbar(image.value())) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) {
      texts.push_back(std::move(text));
    }
  }
  return texts;
}

}  // namespace chopay::qr
