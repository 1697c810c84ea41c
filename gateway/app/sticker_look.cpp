#include "gateway/app/sticker_look.hpp"

#include <fstream>
#include <iterator>

namespace chopay::app {

qr::StickerLook sticker_look(const config::StickerSettings& settings) {
  qr::StickerLook look;
  look.full_account = settings.full_account;
  const auto accent = qr::colour_from_hex(settings.accent);
  if (!accent) throw config::BadSettings("sticker: accent must be like #0a7239");
  look.accent = *accent;
  if (settings.logo_file.empty()) return look;
  std::ifstream file{settings.logo_file, std::ios::binary};
  look.logo_png.assign(std::istreambuf_iterator<char>{file}, {});
  if (!look.logo_png.starts_with("\x89PNG") || look.logo_png.size() > qr::logo_bytes_max) {
    throw config::BadSettings("sticker: " + settings.logo_file +
                              " must be a PNG file of at most 1 MB");
  }
  return look;
}

}  // namespace chopay::app
