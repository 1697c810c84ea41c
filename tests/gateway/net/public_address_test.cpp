#include "gateway/net/public_address.hpp"

#include <catch2/catch.hpp>

using chopay::net::is_public_address;

TEST_CASE("Addresses of the public internet may be called") {
  for (const auto* text : {"1.1.1.1", "113.190.1.2", "172.15.0.1", "172.32.0.1", "100.63.0.1",
                           "100.128.0.1", "2606:4700::1", "2402:800::1", "::ffff:8.8.8.8"}) {
    INFO(text);
    CHECK(is_public_address(text));
  }
}

TEST_CASE("Addresses inside a house or a data centre may not") {
  for (const auto* text : {"127.0.0.1",
                           "10.1.2.3",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.168.1.1",
                           "169.254.169.254",
                           "100.64.0.1",
                           "0.0.0.0",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::1",
                           "::",
                           "fe80::1",
                           "fd00::1",
                           "ff02::1",
                           "::ffff:127.0.0.1",
                           "2001:db8::1",
                           "2002:7f00:1::",
                           "64:ff9b::7f00:1",
                           "",
                           "x"}) {
    INFO(text);
    CHECK_FALSE(is_public_address(text));
  }
}
