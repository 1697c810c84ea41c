#include "qr/photo.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

#include "qr/draw_png.hpp"
#include "qr/jpeg_file.hpp"
#include "qr/photo_zbar.hpp"
#include "qr/png_file.hpp"
#include "qr/symbol.hpp"
#include "tests/qr/damage.hpp"

using namespace chopay::qr;
using Texts = std::vector<std::string>;

namespace {

const std::string text =
    "00020101021138570010A00000072701270006970436011300710001234560208QRIBFTTA53037045802VN"
    "62070803A1263040000";

GreyImage picture(const std::string& content, Level level = Level::quartile) {
  const Symbol symbol = make_symbol(content, level).value();
  return read_png(draw_png(symbol, symbol.size_with_quiet_zone() * 8).value()).value();
}

std::string jpeg_photo() {
  return write_jpeg(picture(text), 80).value();
}

}  // namespace

TEST_CASE("A photo in JPEG is read as one in PNG is") {
  CHECK(read_photo(jpeg_photo()).value() == Texts{text});
  CHECK(read_photo(draw_png(make_symbol(text).value(), 400).value()).value() == Texts{text});
}

TEST_CASE("Both readers give the same bytes, Vietnamese letters too") {
  for (const std::string& content : {text, std::string("Cô Bảy – trái cây miệt vườn")}) {
    CHECK(read_codes(picture(content)) == Texts{content});
    CHECK(read_codes_zbar(picture(content)) == Texts{content});
  }
}

TEST_CASE("A photo without a code gives an empty list, one of another kind an error") {
  CHECK(read_photo(write_jpeg(GreyImage(320, 240, 128), 80).value()).value().empty());
  CHECK(read_codes_zbar(GreyImage()).empty());
  CHECK(read_photo("GIF89a").error().code == Errc::picture_unknown);
  CHECK(read_photo("").error().code == Errc::picture_unknown);
}

TEST_CASE("A JPEG that is cut off, garbled or beyond the limits is refused") {
  const std::string jpeg = jpeg_photo();
  CHECK(read_jpeg(jpeg.substr(0, jpeg.size() / 2)).error().code == Errc::picture_damaged);
  CHECK(read_jpeg(jpeg.substr(0, 20)).error().code == Errc::picture_damaged);
  CHECK(read_jpeg("").error().code == Errc::picture_damaged);
  CHECK(read_jpeg(jpeg, {.bytes_max = 100}).error().code == Errc::picture_too_big);
  CHECK(read_jpeg(jpeg, {.pixels_max = 1000}).error().code == Errc::picture_too_big);
  // A header that promises 65 500 × 65 500 pixels is refused before any of them is unpacked.
  std::string huge = jpeg;
  const std::size_t frame = huge.find("\xFF\xC0");
  REQUIRE(frame != std::string::npos);
  huge.replace(frame + 5, 4, "\xFF\xDC\xFF\xDC");
  CHECK(read_jpeg(huge).error().code == Errc::picture_too_big);
}

TEST_CASE("A worn sticker on a market is read by both readers") {
  damage::Random random(7);
  for (int i = 0; i < 12; ++i) {
    const std::string content = text + std::to_string(i);
    const GreyImage photo = damage::market(picture(content), random);
    CHECK(read_codes(photo) == Texts{content});
    CHECK(read_codes_zbar(photo) == Texts{content});
  }
}
