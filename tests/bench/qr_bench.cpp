// Rates of the QR room on one core, by processor time, so that a busy machine does not count
// against it. The last line printed is JSON.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
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

/// The number behind `"name":` in a line of JSON; 0 if it is not there.
double number_of(const std::string& json, const std::string& name) {
  const auto at = json.find('"' + name + "\":");
  return at == std::string::npos ? 0 : std::strtod(json.c_str() + at + name.size() + 3, nullptr);
}

/// What npm's qrcode does with the same payloads, {"svg_per_s","png_per_s"}; empty if it cannot be
/// run.
std::string npm_qrcode(const std::vector<std::string>& payloads) {
  const std::string folder = CHOPAY_PEERS_BUILD;
  const std::string file = folder + "-payloads.txt";
  std::ofstream out(file);
  for (const std::string& payload : payloads) out << payload << '\n';
  out.close();
  const std::string command = CHOPAY_PEERS "/run.sh " + folder + ' ' + file;
  std::FILE* peer = popen(command.c_str(), "r");
  if (peer == nullptr) return {};
  std::string line;
  char part[256];
  while (std::fgets(part, sizeof part, peer) != nullptr) line += part;
  return pclose(peer) == 0 ? line : std::string();
}

struct Rates {
  double encode = 0;
  double decode = 0;
  double symbol = 0;
  double svg = 0;
  double png = 0;
};

Rates measure_rates(const std::vector<TransferCode>& codes,
                    const std::vector<std::string>& payloads) {
  const auto payload = [&](std::size_t i) -> const std::string& { return payloads[i % 1024]; };
  Rates rates;
  rates.encode = per_second(
      1'000'000, [&](std::size_t i) { total += encode(codes[i % 1024]).value().size(); });
  rates.decode = per_second(
      500'000, [&](std::size_t i) { total += decode(payload(i)).value().account().size(); });
  rates.symbol = per_second(3'000, [&](std::size_t i) {
    total += static_cast<std::size_t>(make_symbol(payload(i)).value().size());
  });
  rates.svg = per_second(
      3'000, [&](std::size_t i) { total += draw_svg(make_symbol(payload(i)).value()).size(); });
  rates.png = per_second(3'000, [&](std::size_t i) {
    total += draw_png(make_symbol(payload(i)).value(), 512).value().size();
  });
  return rates;
}

struct Document {
  double seconds = 0;
  double memory_mb = 0;
};

Document measure_market_pdf(const std::vector<std::string>& payloads) {
  const double before_mb = memory_mb();
  const std::clock_t begin = std::clock();
  const std::string pdf = draw_stickers(market(payloads), StickerShape::sheet_a4, {},
                                        "Chợ Bình Tây", "2026-11-24T08:00:00Z")
                              .value();
  const Document document{seconds(begin), memory_mb()};
  std::printf("market PDF: %zu bytes, %.0f MB of memory before\n", pdf.size(), before_mb);
  return document;
}

/// Milliseconds for a photo; below 0 when it was not read.
double measure_photo(const std::string& payload) {
  const std::string jpeg = photo(payload);
  const std::clock_t begin = std::clock();
  const bool read = read_photo(jpeg).value() == std::vector<std::string>{payload};
  return read ? seconds(begin) * 1'000 : -1;
}

}  // namespace

int main() {
  const std::vector<TransferCode> codes = requests();
  std::vector<std::string> payloads;
  for (const TransferCode& code : codes) payloads.push_back(encode(code).value());
  std::printf("payload of %zu characters, symbol of version %d\n", payloads[0].size(),
              make_symbol(payloads[0]).value().version());

  const Rates rates = measure_rates(codes, payloads);
  std::printf("symbol alone: %.0f per s; made %zu bytes in all\n", rates.symbol, total);
  const Document document = measure_market_pdf(payloads);
  const double photo_ms = measure_photo(payloads[0]);
  if (photo_ms < 0) std::printf("the photo was not read\n");
  const std::string peer = npm_qrcode(payloads);
  std::printf("npm qrcode: %s", peer.empty() ? "could not be run\n" : peer.c_str());
  const auto against = [&](double ours, const char* theirs) {
    const double rate = number_of(peer, theirs);
    return rate > 0 ? ours / rate : 0;
  };

  std::printf(
      "{\"encode_per_s\":%.0f,\"decode_per_s\":%.0f,\"svg_per_s\":%.0f,\"png_per_s\":%.0f,"
      "\"market_pdf_s\":%.2f,\"market_pdf_mb\":%.0f,\"photo_ms\":%.0f,"
      "\"vs_npm_qrcode_svg\":%.1f,\"vs_npm_qrcode_png\":%.1f}\n",
      rates.encode, rates.decode, rates.svg, rates.png, document.seconds, document.memory_mb,
      photo_ms, against(rates.svg, "svg_per_s"), against(rates.png, "png_per_s"));
  return photo_ms < 0 || peer.empty() ? EXIT_FAILURE : EXIT_SUCCESS;
}
