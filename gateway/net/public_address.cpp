#include "gateway/net/public_address.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <array>

namespace chopay::net {
namespace {

namespace ip = boost::asio::ip;

struct Range {
  std::array<unsigned char, 4> network;
  unsigned bits;
};

// IANA special-purpose registry, those that are not globally reachable.
constexpr std::array<Range, 15> special{{
    {{0, 0, 0, 0}, 8},
    {{10, 0, 0, 0}, 8},
    {{100, 64, 0, 0}, 10},
    {{127, 0, 0, 0}, 8},
    {{169, 254, 0, 0}, 16},
    {{172, 16, 0, 0}, 12},
    {{192, 0, 0, 0}, 24},
    {{192, 0, 2, 0}, 24},
    {{192, 88, 99, 0}, 24},
    {{192, 168, 0, 0}, 16},
    {{198, 18, 0, 0}, 15},
    {{198, 51, 100, 0}, 24},
    {{203, 0, 113, 0}, 24},
    {{224, 0, 0, 0}, 4},
    {{240, 0, 0, 0}, 4},
}};

bool is_public(const ip::address_v4& address) {
  return std::none_of(special.begin(), special.end(), [&](const Range& range) {
    const auto network = ip::address_v4(range.network).to_uint();
    return (address.to_uint() ^ network) >> (32 - range.bits) == 0;
  });
}

bool is_public(const ip::address_v6& address) {
  const auto bytes = address.to_bytes();
  if (address.is_v4_mapped()) return is_public(ip::make_address_v4(ip::v4_mapped, address));
  // Only 2000::/3 is given out; of it, 2001::/23 and 2002::/16 are protocols and tunnels, and
  // 2001:db8::/32 is documentation.
  if ((bytes[0] & 0xe0U) != 0x20U) return false;
  const bool protocols = bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] & 0xfeU) == 0;
  const bool documentation =
      bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0d && bytes[3] == 0xb8;
  const bool tunnel = bytes[0] == 0x20 && bytes[1] == 0x02;
  return !protocols && !documentation && !tunnel;
}

}  // namespace

bool is_public_address(const std::string& text) {
  boost::system::error_code failure;
  const auto address = ip::make_address(text, failure);
  if (failure) return false;
  return address.is_v4() ? is_public(address.to_v4()) : is_public(address.to_v6());
}

}  // namespace chopay::net
