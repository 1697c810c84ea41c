#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gateway/net/address_range.hpp"
#include "gateway/net/proxy_header.hpp"
#include "tests/fuzz/require.hpp"

// Fuzzes what a proxy says in front of a connection. Properties: nothing crashes or reads behind
// the header; the length is within its limits; a client that is named is an address.
using namespace chopay::net;
using chopay::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (size < proxy_header_start_bytes) return 0;
  const auto whole = proxy_header_bytes(input.substr(0, proxy_header_start_bytes));
  if (!whole) return 0;
  require(*whole >= proxy_header_start_bytes && *whole <= proxy_header_bytes_max);
  if (*whole > size) return 0;
  const std::string exact(input.substr(0, *whole));  // ASan sees a read behind it
  const auto client = proxied_client(exact);
  if (client && !client->empty()) require(AddressRange::parse(*client).has_value());
  return 0;
}
