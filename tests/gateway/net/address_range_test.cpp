#include "gateway/net/address_range.hpp"

#include <catch2/catch.hpp>

using chopay::net::AddressRange;

namespace {

bool contains(const char* range, const char* address) {
  const auto parsed = AddressRange::parse(range);
  REQUIRE(parsed);
  return parsed->contains(address);
}

}  // namespace

TEST_CASE("A network contains its addresses, whichever form IPv4 comes in") {
  CHECK(contains("10.0.0.0/8", "10.255.0.1"));
  CHECK(contains("10.0.0.0/8", "::ffff:10.1.2.3"));
  CHECK(contains("::ffff:10.0.0.0/104", "10.1.2.3"));
  CHECK(contains("172.236.138.20", "172.236.138.20"));
  CHECK(contains("0.0.0.0/0", "1.2.3.4"));
  CHECK(contains("2001:db8::/32", "2001:db8:ffff::1"));
  CHECK(contains("::/0", "2001:db8::1"));
}

TEST_CASE("An address beside the network is not in it") {
  CHECK_FALSE(contains("10.0.0.0/8", "11.0.0.1"));
  CHECK_FALSE(contains("172.236.138.20", "172.236.138.21"));
  CHECK_FALSE(contains("192.168.0.0/23", "192.168.2.0"));
  CHECK_FALSE(contains("2001:db8::/32", "2001:db9::1"));
  CHECK_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
  CHECK_FALSE(contains("10.0.0.0/8", "::10.1.2.3"));
  CHECK_FALSE(contains("10.0.0.0/8", ""));
  CHECK_FALSE(contains("10.0.0.0/8", "10.0.0.1:80"));
}

TEST_CASE("What is no network is refused, also one with bits behind its prefix") {
  for (const auto* text : {"", "10", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x",
                           "10.0.0.1/8", "2001:db8::1/32", "2001:db8::/129", "bank.example.vn"}) {
    INFO(text);
    CHECK_FALSE(AddressRange::parse(text));
  }
}
