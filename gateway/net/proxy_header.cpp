#include "gateway/net/proxy_header.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace chopay::net {
namespace {

namespace ip = boost::asio::ip;

constexpr std::string_view signature("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::size_t version_and_command_at = 12;
constexpr std::size_t family_at = 13;
constexpr std::size_t length_at = 14;

constexpr unsigned local_v2 = 0x20;  // the upper half is the version, the lower the command
constexpr unsigned proxy_v2 = 0x21;

constexpr unsigned unspecified = 0x00;  // the upper half is the family, the lower the transport
constexpr unsigned tcp4 = 0x11;
constexpr unsigned tcp6 = 0x21;
constexpr unsigned unix_stream = 0x31;

unsigned byte_at(std::string_view bytes, std::size_t place) {
  return static_cast<unsigned char>(bytes[place]);
}

/// What stands behind the start: the client's address, ours, both ports, then extensions.
template <std::size_t size>
std::optional<std::array<unsigned char, size>> first_address(std::string_view block) {
  if (block.size() < 2 * size + 2 * sizeof(std::uint16_t)) return std::nullopt;
  std::array<unsigned char, size> address;
  std::copy_n(block.begin(), size, address.begin());
  return address;
}

std::optional<std::string> client_v4(std::string_view block) {
  const auto address = first_address<4>(block);
  if (!address) return std::nullopt;
  return ip::address_v4(*address).to_string();
}

std::optional<std::string> client_v6(std::string_view block) {
  const auto bytes = first_address<16>(block);
  if (!bytes) return std::nullopt;
  const ip::address_v6 address(*bytes);
  if (address.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address).to_string();
  return address.to_string();
}

}  // namespace

std::optional<std::size_t> proxy_header_bytes(std::string_view start) {
  if (!start.starts_with(signature)) return std::nullopt;
  const auto what = byte_at(start, version_and_command_at);
  if (what != local_v2 && what != proxy_v2) return std::nullopt;
  const auto rest = byte_at(start, length_at) << 8 | byte_at(start, length_at + 1);
  const auto whole = proxy_header_start_bytes + rest;
  return whole <= proxy_header_bytes_max ? std::optional(whole) : std::nullopt;
}

std::optional<std::string> proxied_client(std::string_view header) {
  if (byte_at(header, version_and_command_at) == local_v2) return "";
  const auto block = header.substr(proxy_header_start_bytes);
  switch (byte_at(header, family_at)) {
    case tcp4:
      return client_v4(block);
    case tcp6:
      return client_v6(block);
    case unspecified:
    case unix_stream:
      return "";
    default:
      return std::nullopt;
  }
}

}  // namespace chopay::net
