// libFuzzer target: no file may break the photo reader, and no pixels may break the two readers
// behind it. The input is taken as a PNG or JPEG file, and, with its first byte as the width, as
// grey pixels: so the fuzzer reaches the readers without having to write a valid file.
// Seeds: tests/fuzz/corpus/photo.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "qr/photo.hpp"
#include "qr/photo_zbar.hpp"
#include "tests/fuzz/require.hpp"

using namespace chopay::qr;
using chopay::testing::require;

namespace {

constexpr PictureLimits limits{.bytes_max = 64U << 10U, .pixels_max = 60'000};

/// Each text once, none empty.
void check_texts(std::vector<std::string> texts) {
  for (const std::string& text : texts) require(!text.empty());
  std::sort(texts.begin(), texts.end());
  require(std::adjacent_find(texts.begin(), texts.end()) == texts.end());
}

void read_file_bytes(std::string_view bytes) {
  const Result<GreyImage> image = open_photo(bytes, limits);
  if (image.has_error()) {
    require(!image.error().message().empty());
    return;
  }
  const auto pixels = static_cast<std::size_t>(image.value().width) *
                      static_cast<std::size_t>(image.value().height);
  require(pixels <= limits.pixels_max && image.value().pixels.size() == pixels);
  check_texts(read_photo(bytes, limits).value());
}

void read_pixels(const std::uint8_t* data, std::size_t size) {
  const int width = data[0] + 1;
  const int height = static_cast<int>((size - 1) / static_cast<std::size_t>(width));
  if (height == 0) return;
  GreyImage image(width, height);
  std::copy_n(data + 1, image.pixels.size(), image.pixels.begin());
  check_texts(read_codes(image));
  check_texts(read_codes_zbar(image));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read_file_bytes({reinterpret_cast<const char*>(data), size});
  if (size > 1) read_pixels(data, size);
  return 0;
}
