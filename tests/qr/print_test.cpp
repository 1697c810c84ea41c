// What is printed and shown: every product must scan, and must look as it did when a person last
// looked at it (tests/qr/references). CHOPAY_RENDER=folder writes the pictures there.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "qr/card.hpp"
#include "qr/jpeg_file.hpp"
#include "qr/photo.hpp"
#include "qr/photo_zbar.hpp"
#include "qr/png_file.hpp"
#include "qr/sticker.hpp"
#include "qr/vietqr.hpp"
#include "tests/qr/damage.hpp"

using namespace chopay::qr;
using Texts = std::vector<std::string>;

namespace {

constexpr const char* created = "2026-11-24T08:00:00Z";

std::string payload(std::optional<std::int64_t> amount, const std::string& memo) {
  TransferCode code;
  code.bin = "970436";
  code.account = "0071000123456";
  code.amount_dong = amount;
  code.memo = memo;
  return encode(code).value();
}

Sticker sticker() {
  return {"Chợ Bình Tây", "Khu rau củ",
          "A12",          "NGUYỄN THỊ BẢY",
          "Vietcombank",  "0071000123456",
          "CHO BT A12",   "Tem số 3, 24/11/2026",
          "cho.vn/t/A12", payload({}, "CHO BT A12")};
}

Card card() {
  return {payload(1'250'000, "CP7K2M9Q Ca loc"),
          "Vietcombank",
          "0071000123456",
          "NGUYỄN THỊ BẢY",
          1'250'000,
          "CP7K2M9Q Ca loc"};
}

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void keep_if_asked(const std::string& name, const std::string& bytes) {
  const char* folder = std::getenv("CHOPAY_RENDER");
  if (folder == nullptr) return;
  std::ofstream(std::string(folder) + "/" + name, std::ios::binary) << bytes;
}

void scans(const std::string& png, const std::string& wanted) {
  const GreyImage image = read_png(png).value();
  CHECK(read_codes(image) == Texts{wanted});
  const Texts second = read_codes_zbar(image);
  CHECK(second == Texts{wanted});
}

/// Mean difference of the grey pixels, or 255 if the sizes differ. Fonts differ by a hair between
/// releases: that is not what this guards against.
double difference(const GreyImage& a, const GreyImage& b) {
  if (a.width != b.width || a.height != b.height) return 255;
  double sum = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
  return sum / static_cast<double>(a.pixels.size());
}

constexpr std::array shapes = {"square_80", "tent_a6",  "tent_a5",
                               "strip_58",  "strip_80", "sheet_a4"};
constexpr std::array templates = {"compact2", "compact", "qr_only", "print"};

}  // namespace

TEST_CASE("Every printed sticker scans to its payload") {
  for (const char* name : shapes) {
    INFO(name);
    const std::string png = preview_sticker(sticker(), sticker_shape(name).value(), {}, 8).value();
    keep_if_asked(std::string(name) + ".png", png);
    scans(png, sticker().payload);
  }
}

TEST_CASE("Every sticker looks as it did when it was last looked at") {
  for (const char* name : shapes) {
    INFO(name);
    const std::string png =
        preview_sticker(sticker(), sticker_shape(name).value(), {}, 1.5).value();
    keep_if_asked(std::string(name) + "_small.png", png);
    const std::string kept =
        file_text(std::string(CHOPAY_TESTS) + "/qr/references/" + name + ".png");
    CHECK_FALSE(kept.empty());
    if (kept.empty()) continue;
    CHECK(difference(read_png(png).value(), read_png(kept).value()) < 4);
  }
}

TEST_CASE("Every card of the image service has its size and scans to its payload") {
  const int sizes[][2] = {{540, 640}, {540, 540}, {480, 480}, {600, 776}};
  for (std::size_t i = 0; i < templates.size(); ++i) {
    INFO(templates[i]);
    const CardTemplate shape = card_template(templates[i]).value();
    const std::string png = draw_card(card(), shape, PictureForm::png).value();
    keep_if_asked(std::string(templates[i]) + ".png", png);
    const GreyImage image = read_png(png).value();
    CHECK(image.width == sizes[i][0]);
    CHECK(image.height == sizes[i][1]);
    scans(png, card().payload);
    const std::string jpeg = draw_card(card(), shape, PictureForm::jpeg).value();
    CHECK(read_photo(jpeg).value() == Texts{card().payload});
    const std::string svg = draw_card(card(), shape, PictureForm::svg).value();
    keep_if_asked(std::string(templates[i]) + ".svg", svg);
    const std::string width = "width=\"" + std::to_string(sizes[i][0]);
    CHECK(svg.find(width) != std::string::npos);
    CHECK(svg.find("style") == std::string::npos);  // no page's policy lets it stand
  }
  CHECK_FALSE(card_template("qr-only"));
  CHECK_FALSE(sticker_shape("a4"));
}

TEST_CASE("Every card looks as it did when it was last looked at") {
  // Kept a third of the size and as JPEG: a glance, not a copy.
  for (const char* name : templates) {
    INFO(name);
    const std::string png =
        draw_card(card(), card_template(name).value(), PictureForm::png).value();
    const GreyImage image = read_png(png).value();
    const GreyImage small = damage::downscale(image, image.width / 3);
    keep_if_asked(std::string(name) + "_small.jpg", write_jpeg(small, 80).value());
    const std::string kept =
        file_text(std::string(CHOPAY_TESTS) + "/qr/references/" + name + ".jpg");
    CHECK_FALSE(kept.empty());
    if (kept.empty()) continue;
    CHECK(difference(small, read_jpeg(kept).value()) < 6);
  }
}

TEST_CASE("A sticker in the market's colours with its logo scans, and its words are legible") {
  StickerLook look;
  look.accent = colour_from_hex("#0a7239").value();
  look.full_account = true;
  // Any picture will do for a logo; a code would be found beside the sticker's own.
  look.logo_png = file_text(std::string(CHOPAY_TESTS) + "/qr/references/logo.png");
  REQUIRE_FALSE(look.logo_png.empty());
  for (const char* name : shapes) {
    INFO(name);
    const std::string png =
        preview_sticker(sticker(), sticker_shape(name).value(), look, 8).value();
    keep_if_asked(std::string(name) + "_look.png", png);
    scans(png, sticker().payload);
    const std::string plain =
        preview_sticker(sticker(), sticker_shape(name).value(), {}, 8).value();
    const GreyImage with_logo = read_png(png).value();
    CHECK(difference(with_logo, read_png(plain).value()) > 0.5);
    // A strip grows by its logo: nothing of it is cut off at its end.
    const int ink = static_cast<int>(std::count_if(with_logo.pixels.end() - with_logo.width * 8,
                                                   with_logo.pixels.end(),
                                                   [](std::uint8_t pixel) { return pixel < 128; }));
    CHECK(ink == 0);
  }
  look.logo_png = "not a picture";
  scans(preview_sticker(sticker(), StickerShape::square_80, look, 8).value(), sticker().payload);
}

TEST_CASE("A market's PDF holds its logo once, however many stickers it has") {
  StickerLook look;
  look.logo_png = file_text(std::string(CHOPAY_TESTS) + "/qr/references/logo.png");
  const std::vector<Sticker> stickers(60, sticker());
  const std::string pdf =
      draw_stickers(stickers, StickerShape::sheet_a4, look, "Tem", created).value();
  std::size_t images = 0;
  for (auto at = pdf.find("/Subtype /Image"); at != std::string::npos;
       at = pdf.find("/Subtype /Image", at + 1)) {
    ++images;
  }
  CHECK(images >= 1);
  CHECK(images <= 2);  // its transparency is a picture of its own
}

TEST_CASE("The words on a band are black or white, whichever can be read") {
  CHECK(colour_from_hex("#ffffff").value().red == 1);
  CHECK_FALSE(colour_from_hex("ffffff"));
  CHECK_FALSE(colour_from_hex("#fffff"));
  CHECK_FALSE(colour_from_hex("#ggffff"));
  CHECK_FALSE(colour_from_hex("#-1ffff"));
  CHECK(ink_on(black).red == 1);
  CHECK(ink_on(white).red == 0);
  CHECK(ink_on(colour_from_hex("#f6bd3a").value()).red == 0);
  CHECK(ink_on(colour_from_hex("#0a7239").value()).red == 1);
}

TEST_CASE("A sticker as SVG has its printed size and one path for each code") {
  for (const char* name : shapes) {
    INFO(name);
    const std::string svg = draw_sticker_svg(sticker(), sticker_shape(name).value(), {}).value();
    keep_if_asked(std::string(name) + ".svg", svg);
    CHECK(svg.find("style") == std::string::npos);
    CHECK(svg.find("fill=\"rgb(") != std::string::npos);
    const auto codes = [&] {
      std::size_t count = 0;
      for (auto at = svg.find("<g shape-rendering"); at != std::string::npos;
           at = svg.find("<g shape-rendering", at + 1)) {
        ++count;
      }
      return count;
    }();
    const std::string_view shape = name;
    CHECK(codes == (shape == "sheet_a4" ? 6U : shape.starts_with("tent") ? 2U : 1U));
  }
  CHECK(draw_sticker_svg(sticker(), StickerShape::square_80, {}).value().find("226.77") !=
        std::string::npos);  // 80 mm in points
}

TEST_CASE("A card without amount, name and memo is drawn too") {
  Card bare{payload({}, ""), "Vietcombank", "0071000123456", "", {}, ""};
  for (const char* name : templates) {
    scans(draw_card(bare, card_template(name).value(), PictureForm::png).value(), bare.payload);
  }
}

TEST_CASE("The same stickers give the same PDF bytes, fonts embedded") {
  const std::vector<Sticker> stickers(7, sticker());
  const auto draw = [&] {
    return draw_stickers(stickers, StickerShape::sheet_a4, {}, "Chợ Bình Tây", created).value();
  };
  const std::string pdf = draw();
  keep_if_asked("sheet_a4.pdf", pdf);
  CHECK(pdf.substr(0, 5) == "%PDF-");
  CHECK(pdf == draw());
  CHECK(pdf.find("/FontFile2") != std::string::npos);
  for (const char* name : shapes) {
    const std::string one =
        draw_stickers({stickers.data(), 1}, sticker_shape(name).value(), {}, "Tem", created)
            .value();
    keep_if_asked(std::string(name) + "_one.pdf", one);
    CHECK(one.size() < 60'000);
  }
}

TEST_CASE("A name of any length stays inside of its sticker") {
  Sticker long_names = sticker();
  long_names.account_holder = "CÔNG TY TRÁCH NHIỆM HỮU HẠN THƯƠNG MẠI DỊCH VỤ NÔNG SẢN MIỀN TÂY";
  long_names.market = "Chợ đầu mối nông sản thực phẩm Thủ Đức";
  long_names.stall_number = "KB-1024/7";
  for (const char* name : shapes) {
    INFO(name);
    const std::string png = preview_sticker(long_names, sticker_shape(name).value(), {}, 8).value();
    keep_if_asked(std::string(name) + "_long.png", png);
    scans(png, long_names.payload);
  }
}

TEST_CASE("Only the last four characters of an account are printed unless all are wanted") {
  CHECK(masked_account("0071000123456") == "•••• 3456");
  CHECK(masked_account("123") == "123");
}

TEST_CASE("Amounts are printed with points and the sign of the đồng") {
  CHECK(print_dong(1'250'000) == "1.250.000\u00A0₫");
  CHECK(print_dong(999) == "999\u00A0₫");
  CHECK(print_dong(1'000) == "1.000\u00A0₫");
  CHECK(print_dong(-45'000) == "-45.000\u00A0₫");
}
