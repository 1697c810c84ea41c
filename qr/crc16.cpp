#include "qr/crc16.hpp"

#include <array>
#include <cstddef>

namespace chopay::qr {
namespace {

constexpr std::size_t stride = 8;
using Table = std::array<std::uint16_t, 256>;

// tables[k][b] is what byte b does to the checksum when k more bytes follow it: eight bytes are
// taken at once instead of waiting eight times for a look-up.
constexpr std::array<Table, stride> make_tables() {
  std::array<Table, stride> tables{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    unsigned crc = byte << 8;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000U) ? (crc << 1) ^ 0x1021U : crc << 1;
    tables[0][byte] = static_cast<std::uint16_t>(crc);
  }
  for (std::size_t k = 1; k < stride; ++k) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const unsigned before = tables[k - 1][byte];
      tables[k][byte] = static_cast<std::uint16_t>((before << 8) ^ tables[0][before >> 8]);
    }
  }
  return tables;
}

constexpr std::array<Table, stride> tables = make_tables();

constexpr std::uint8_t octet(char c) {
  return static_cast<std::uint8_t>(c);
}

}  // namespace

std::uint16_t crc16(std::string_view bytes) noexcept {
  unsigned crc = 0xFFFF;
  const char* p = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= stride; left -= stride, p += stride) {
    crc = tables[7][(crc >> 8) ^ octet(p[0])] ^ tables[6][(crc & 0xFFU) ^ octet(p[1])] ^
          tables[5][octet(p[2])] ^ tables[4][octet(p[3])] ^ tables[3][octet(p[4])] ^
          tables[2][octet(p[5])] ^ tables[1][octet(p[6])] ^ tables[0][octet(p[7])];
  }
  for (; left > 0; --left, ++p) {
    crc = ((crc << 8) & 0xFF00U) ^ tables[0][(crc >> 8) ^ octet(*p)];
  }
  return static_cast<std::uint16_t>(crc);
}

void write_crc_hex(std::uint16_t crc, char* out) noexcept {
  constexpr char digits[] = "0123456789ABCDEF";
  for (int i = 0; i < 4; ++i) out[i] = digits[(crc >> (12 - 4 * i)) & 0xF];
}

}  // namespace chopay::qr
