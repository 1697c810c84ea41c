// Rates of the QR room on one core, by processor time, so that a busy machine does not count
// against it. The last line printed is JSON.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "qr/decode.hpp"
#include "qr/draw_png.hpp"
#include "qr/draw_svg.hpp"
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
  std::printf(
      "{\"encode_per_s\":%.0f,\"decode_per_s\":%.0f,\"svg_per_s\":%.0f,\"png_per_s\":%.0f}\n",
      encoded, decoded, svg, png);
  return EXIT_SUCCESS;
}
