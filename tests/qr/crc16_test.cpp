#include "qr/crc16.hpp"

#include <catch2/catch.hpp>

#include <string>

using chopay::qr::crc16;

namespace {

/// The definition, bit by bit: what the table walk has to agree with.
unsigned slow_crc16(std::string_view bytes) {
  unsigned crc = 0xFFFF;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned>(static_cast<unsigned char>(c)) << 8;
    for (int bit = 0; bit < 8; ++bit)
      crc = ((crc << 1) ^ ((crc & 0x8000U) ? 0x1021U : 0U)) & 0xFFFFU;
  }
  return crc;
}

}  // namespace

TEST_CASE("The checksum is CRC-16/CCITT-FALSE") {
  CHECK(crc16("123456789") == 0x29B1);
  CHECK(crc16("00") == 0x2EC9);
  CHECK(crc16("01") == 0x3EE8);
  CHECK(crc16("") == 0xFFFF);
}

TEST_CASE("Eight bytes at a time give the same checksum as one bit at a time") {
  std::string text;
  for (int i = 0; i < 200; ++i) {
    CHECK(crc16(text) == slow_crc16(text));
    text += static_cast<char>(i * 37 + 11);
  }
}

TEST_CASE("A checksum below 1000 keeps its leading zeros") {
  char text[4];
  chopay::qr::write_crc_hex(0x007B, text);
  CHECK(std::string_view(text, 4) == "007B");
}
