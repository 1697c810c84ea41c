#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chopay::net {

/// The PROXY protocol, version 2 (HAProxy's proxy-protocol.txt §2.2): what a proxy sends in front
/// of a connection's own bytes to say who is at its other end. Version 1, the text form, is
/// refused.

/// The beginning, of a fixed length, that tells the length of the whole header.
constexpr std::size_t proxy_header_start_bytes = 16;
/// A longer header is refused. Addresses take 36 bytes; the rest is room for what is passed over.
constexpr std::size_t proxy_header_bytes_max = 2'048;

/// The length of the whole header, 16–2 048. Nothing where `start` begins none of version 2 that is
/// taken. REQUIRES start.size() == proxy_header_start_bytes.
std::optional<std::size_t> proxy_header_bytes(std::string_view start);

/// The client's address as text, IPv4 in IPv6 (::ffff:203.0.113.7) as IPv4; empty where the
/// connection is the proxy's own (LOCAL: it looks whether we live) or the client has no Internet
/// address. Nothing where the addresses do not fit into the header or are no stream's. Extensions
/// (TLVs) are passed over. REQUIRES header.size() == *proxy_header_bytes(its start).
std::optional<std::string> proxied_client(std::string_view header);

}  // namespace chopay::net
