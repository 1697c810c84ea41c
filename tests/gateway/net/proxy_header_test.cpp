#include "gateway/net/proxy_header.hpp"

#include <catch2/catch.hpp>

#include "tests/gateway/net/proxy_header.hpp"

using namespace chopay::net;
using namespace chopay::testing;

namespace {

/// Both steps on whole bytes: what the header says, nothing where it is refused.
std::optional<std::string> client_in(const std::string& bytes) {
  REQUIRE(bytes.size() >= proxy_header_start_bytes);
  const auto size = proxy_header_bytes(bytes.substr(0, proxy_header_start_bytes));
  if (!size) return std::nullopt;
  REQUIRE(*size == bytes.size());
  return proxied_client(bytes);
}

const std::string documentation_v6("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x09", 16);
const std::string mapped_v4("\0\0\0\0\0\0\0\0\0\0\xff\xff\xcb\x00\x71\x07", 16);

}  // namespace

TEST_CASE("A PROXY header of version 2 names the client in either kind of address") {
  CHECK(client_in(bytes_of({.block = block_v4})) == "203.0.113.7");
  CHECK(client_in(bytes_of({.family = 0x21, .block = block_v6(documentation_v6)})) ==
        "2001:db8::9");
  CHECK(client_in(bytes_of({.family = 0x21, .block = block_v6(mapped_v4)})) == "203.0.113.7");
}

TEST_CASE("What a PROXY header has behind the addresses is passed over, up to 2 KB") {
  const std::string checksum("\x03\x00\x04\x01\x02\x03\x04", 7);
  CHECK(client_in(bytes_of({.block = block_v4 + checksum})) == "203.0.113.7");
  const auto room = proxy_header_bytes_max - proxy_header_start_bytes - block_v4.size();
  CHECK(client_in(bytes_of({.block = block_v4 + std::string(room, 'x')})) == "203.0.113.7");
  CHECK_FALSE(client_in(bytes_of({.block = block_v4 + std::string(room + 1, 'x')})));
  CHECK_FALSE(client_in(bytes_of({.block = std::string(0xffff, 'x')})));
}

TEST_CASE("A connection of the proxy's own, or of no Internet address, names nobody") {
  CHECK(client_in(bytes_of({.version_and_command = 0x20, .family = 0, .block = ""})) == "");
  CHECK(client_in(bytes_of({.version_and_command = 0x20, .block = block_v4})) == "");
  CHECK(client_in(bytes_of({.version_and_command = 0x20, .family = 0xff, .block = "x"})) == "");
  CHECK(client_in(bytes_of({.family = 0x00, .block = ""})) == "");
  CHECK(client_in(bytes_of({.family = 0x31, .block = std::string(216, 's')})) == "");
}

TEST_CASE("Addresses that a PROXY header is too short for are not read from behind it") {
  for (std::size_t size = 0; size < 12; ++size) {
    CHECK_FALSE(client_in(bytes_of({.block = block_v4.substr(0, size)})));
  }
  for (std::size_t size = 0; size < 36; ++size) {
    const auto block = block_v6(documentation_v6).substr(0, size);
    CHECK_FALSE(client_in(bytes_of({.family = 0x21, .block = block})));
  }
}

TEST_CASE("Datagrams and unknown families, commands and versions are refused") {
  for (const unsigned family : {0x01U, 0x02U, 0x10U, 0x12U, 0x13U, 0x20U, 0x22U, 0x32U, 0x41U}) {
    const auto code = static_cast<unsigned char>(family);
    CHECK_FALSE(client_in(bytes_of({.family = code, .block = std::string(216, 'a')})));
  }
  for (const unsigned what : {0x00U, 0x01U, 0x11U, 0x22U, 0x2fU, 0x31U, 0xffU}) {
    const auto code = static_cast<unsigned char>(what);
    CHECK_FALSE(client_in(bytes_of({.version_and_command = code, .block = block_v4})));
  }
}

TEST_CASE("What begins like no PROXY header of version 2 is none, the text form neither") {
  const auto good = bytes_of({.block = block_v4}).substr(0, proxy_header_start_bytes);
  REQUIRE(proxy_header_bytes(good));
  for (std::size_t place = 0; place < 12; ++place) {
    auto spoilt = good;
    spoilt[place] = static_cast<char>(spoilt[place] ^ 1);
    CHECK_FALSE(proxy_header_bytes(spoilt));
  }
  CHECK_FALSE(proxy_header_bytes("PROXY TCP4 203.0"));
  CHECK_FALSE(proxy_header_bytes("GET / HTTP/1.1\r\n"));
}
