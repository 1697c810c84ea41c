#include "gateway/cli/picture.hpp"

#include "qr/photo.hpp"

namespace chopay::cli {

qr::Result<std::vector<std::string>> codes_in(std::string_view picture) {
  return qr::read_photo(picture, {.bytes_max = picture_bytes_max});
}

}  // namespace chopay::cli
