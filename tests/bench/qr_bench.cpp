// Rates of the QR room on one core, by processor time, so that a busy machine does not count
// against it. The last line printed is JSON.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "qr/decode.hpp"
#include "qr/draw_png.hpp"
#include "qr/draw_svg.hpp"
#include "qr/jpeg_file.hpp"
#include "qr/photo.hpp"
#include "qr/png_file.hpp"
#include "qr/sticker.hpp"
#include "qr/symbol.hpp"
#include "qr/vietqr.hpp"

using namespace chopay::qr;

namespace {

constexpr int rounds = 7;

/// Requests as a market's till makes them: amount, and a memo of reference and words.
std::vector<TransferCode> requests() {
  static const char* const bins[] = {"970436", "970422", "970407", "970416", "970405"};
  std::vector<TransferCode> made(1024);
  for (std::size_t i = 0; i < made.size(); ++i) {
    made[i].bin = bins[i % 5];
    made[i].account = std::to_string(10'000'000'000 + i * 7'919'191);
    made[i].amount_dong = static_cast<std::int64_t>(5'000 + i * 1'500);
    made[i].memo = "CP" + std::to_string(100'000 + i * 37) + " sap " + std::to_string(i % 300);
  }
  return made;
}

/// Median of several rounds of `count` calls, in calls per second of processor time.
template <class Call>
double per_second(std::size_t count, Call call) {
  std::vector<double> rates;
  for (int round = 0; round < rounds; ++round) {
    const std::clock_t begin = std::clock();
    for (std::size_t i = 0; i < count; ++i) call(i);
    const double took_s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    rates.push_back(static_cast<double>(count) / took_s);
  }
  std::nth_element(rates.begin(), rates.begin() + rounds / 2, rates.end());
  return rates[rounds / 2];
}

double seconds(std::clock_t begin) {
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

/// Most memory this process has had, in MB.
double memory_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// A market of 1,000 stalls, six stickers a page.
std::vector<Sticker> market(const std::vector<std::string>& payloads) {
  std::vector<Sticker> stickers;
  for (std::size_t i = 0; i < 1'000; ++i) {
    std::string number = "A";
    number += std::to_string(i + 1);
    stickers.push_back({"Chợ Bình Tây", "Khu " + std::to_string(i / 50 + 1), number,
                        "NGUYỄN THỊ BẢY " + std::to_string(i), "Vietcombank", "0071000123456",
                        "CHO BT " + number, "Tem số 1, 24/11/2026", "cho.vn/t/" + number,
                        payloads[i]});
  }
  return stickers;
}

/// A photo of 12 megapixels with a code in its middle, as a telephone makes it.
std::string photo(const std::string& payload) {
  const GreyImage code =
      read_png(draw_png(make_symbol(payload, Level::quartile).value(), 1'200).value()).value();
  GreyImage picture(4'000, 3'000, 120);
  for (int y = 0; y < code.height; ++y) {
    for (int x = 0; x < code.width; ++x) picture.at(x + 1'400, y + 900) = code.at(x, y);
  }
  return write_jpeg(picture, 85).value();
}

std::size_t total = 0;  // what the calls made, so that none is optimised away

}  // namespace

int main() {
  const std::vector<TransferCode> codes = requests();
  std::vector<std::string> payloads;
  for (const TransferCode& code : codes) payloads.push_back(encode(code).value());
  const auto payload = [&](std::size_t i) -> const std::string& { return payloads[i % 1024]; };
  std::printf("payload of %zu characters, symbol of version %d\n", payloads[0].size(),
              make_symbol(payloads[0]).value().version());

  const double encoded = per_second(
      1'000'000, [&](std::size_t i) { total += encode(codes[i % 1024]).value().size(); });
  const double decoded = per_second(
      500'000, [&](std::size_t i) { total += decode(payload(i)).value().account().size(); });
  const double symbols = per_second(3'000, [&](std::size_t i) {
    total += static_cast<std::size_t>(make_symbol(payload(i)).value().size());
  });
  const double svg = per_second(
      3'000, [&](std::size_t i) { total += draw_svg(make_symbol(payload(i)).value()).size(); });
  const double png = per_second(3'000, [&](std::size_t i) {
    total += draw_png(make_symbol(payload(i)).value(), 512).value().size();
  });

  std::printf("symbol alone: %.0f per s; made %zu bytes in all\n", symbols, total);
  const double memory_before_mb = memory_mb();
  std::clock_t begin = std::clock();
  const std::string pdf = draw_stickers(market(payloads), StickerShape::sheet_a4, {},
                                        "Chợ Bình Tây", "2026-11-24T08:00:00Z")
                              .value();
  const double pdf_s = seconds(begin);
  const double pdf_mb = memory_mb();
  std::printf("market PDF: %zu bytes, %.0f MB of memory before\n", pdf.size(), memory_before_mb);

  const std::string jpeg = photo(payload(0));
  begin = std::clock();
  const bool read = read_photo(jpeg).value() == std::vector<std::string>{payload(0)};
  const double photo_ms = seconds(begin) * 1'000;
  if (!read) std::printf("the photo was not read\n");

  std::printf(
      "{\"encode_per_s\":%.0f,\"decode_per_s\":%.0f,\"svg_per_s\":%.0f,\"png_per_s\":%.0f,"
      "\"market_pdf_s\":%.2f,\"market_pdf_mb\":%.0f,\"photo_ms\":%.0f}\n",
      encoded, decoded, svg, png, pdf_s, pdf_mb, photo_ms);
  return read ? EXIT_SUCCESS : EXIT_FAILURE;
}
