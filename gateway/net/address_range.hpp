#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace chopay::net {

/// Addresses with a common beginning (RFC 4632): "172.236.138.20", "10.0.0.0/8", "2001:db8::/32".
class AddressRange {
 public:
  /// Nothing for what is no address or network, or has bits set behind its prefix.
  static std::optional<AddressRange> parse(const std::string& text);
  /// False for what is no address. IPv4 in its IPv6 form (::ffff:1.2.3.4) is the same as without.
  bool contains(const std::string& address) const;

 private:
  std::array<unsigned char, 16> network_{};  ///< IPv4 in its IPv6 form
  unsigned bits_ = 128;
};

/// Whether one of the ranges contains the address.
bool any_contains(const std::vector<AddressRange>& ranges, const std::string& address);

}  // namespace chopay::net
