#include "gateway/cli/picture.hpp"

#include "qr/photo.hpp"
#include "qr/png_file.hpp"

namespace chopay::cli {

qr::Result<std::vector<std::string>> codes_in(std::string_view png) {
  auto image = qr::read_png(png);
  if (!image) return image.error();
  return qr::read_codes(*image);
}

}  // namespace chopay::cli
