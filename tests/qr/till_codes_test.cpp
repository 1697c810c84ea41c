#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

#include "qr/crc16.hpp"
#include "qr/draw_svg.hpp"
#include "qr/vietqr.hpp"

using namespace chopay::qr;

namespace {

namespace json = boost::json;

json::array till_codes() {
  std::ifstream file(CHOPAY_TESTS "/qr/till_codes.json");
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str()).at("codes").as_array();
}

std::string text_of(const json::value& row, const char* name) {
  return std::string{row.at(name).as_string()};
}

/// The rows in hexadecimal, a space between them.
std::string rows_of(const Symbol& symbol) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (int y = 0; y < symbol.size(); ++y) {
    if (y > 0) out += ' ';
    for (std::size_t i = 0; i < Symbol::row_bytes(symbol.size()); ++i) {
      out += digits[symbol.row(y)[i] >> 4];
      out += digits[symbol.row(y)[i] & 15];
    }
  }
  return out;
}

}  // namespace

// tests/browser/stall_code.test.mjs holds the till's own encoder to the same file.
TEST_CASE("Codes that the till makes without a network are those of the gateway") {
  const auto rows = till_codes();
  REQUIRE(rows.size() >= 6);
  for (const auto& row : rows) {
    TransferCode code;
    code.bin = text_of(row, "bank");
    code.account = text_of(row, "account");
    code.memo = text_of(row, "memo");
    CHECK(encode(code, {.allow_unknown_bank = true}).value() == text_of(row, "fixed"));
    code.amount_dong = row.at("amount").as_int64();
    const auto payload = encode(code, {.allow_unknown_bank = true}).value();
    CHECK(payload == text_of(row, "payload"));
    const auto symbol = make_symbol(payload, Level::medium).value();
    CHECK(rows_of(symbol) == text_of(row, "rows"));
    char crc[4];
    write_crc_hex(crc16(draw_svg(symbol)), crc);
    CHECK(std::string(crc, sizeof crc) == text_of(row, "svg_crc"));
  }
}
