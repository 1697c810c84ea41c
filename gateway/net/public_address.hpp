#pragma once

#include <string>

namespace chopay::net {

/// True for an address that belongs to the public internet: not loopback, private (RFC 1918, RFC
/// 4193), link-local, shared (RFC 6598), multicast, documentation or unspecified; an IPv4 address
/// inside IPv6 counts as IPv4. False for what is no address.
bool is_public_address(const std::string& text);

}  // namespace chopay::net
