#pragma once

#include <string>
#include <string_view>

namespace chopay::testing {

/// A PROXY header of version 2 from its parts, which may be wrong.
struct ProxyHeaderParts {
  unsigned char version_and_command = 0x21;
  unsigned char family = 0x11;
  std::string block;  ///< what stands behind the length
};

inline std::string bytes_of(const ProxyHeaderParts& parts) {
  std::string bytes("\r\n\r\n\0\r\nQUIT\n", 12);
  bytes += static_cast<char>(parts.version_and_command);
  bytes += static_cast<char>(parts.family);
  bytes += static_cast<char>(parts.block.size() >> 8);
  bytes += static_cast<char>(parts.block.size() & 0xff);
  return bytes + parts.block;
}

/// TCP over IPv4, from 203.0.113.7 port 50000 to 192.0.2.1 port 443.
inline const std::string block_v4("\xcb\x00\x71\x07\xc0\x00\x02\x01\xc3\x50\x01\xbb", 12);

/// TCP over IPv6 from the 16 bytes of an address.
inline std::string block_v6(std::string_view client) {
  return std::string{client} + std::string(15, '\0') + "\x01\xc3\x50\x01\xbb";
}

}  // namespace chopay::testing
