#include "qr/photo.hpp"

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

#include <algorithm>

namespace chopay::qr {

std::vector<std::string> read_codes(const GreyImage& image) {
  std::vector<std::string> texts;
  if (image.width <= 0 || image.height <= 0) return texts;
  const ZXing::ImageView view(image.pixels.data(), image.width, image.height,
                              ZXing::ImageFormat::Lum);
  const auto hints = ZXing::DecodeHints()
                         .setFormats(ZXing::BarcodeFormat::QRCode)
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
  return texts;
}

}  // namespace chopay::qr
