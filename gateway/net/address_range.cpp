#include "gateway/net/address_range.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>

namespace chopay::net {
namespace {

namespace ip = boost::asio::ip;

std::optional<ip::address> address_of(const std::string& text) {
  boost::system::error_code failure;
  const auto address = ip::make_address(text, failure);
  if (failure) return std::nullopt;
  return address;
}

std::array<unsigned char, 16> bytes_of(const ip::address& address) {
  const auto long_form =
      address.is_v6() ? address.to_v6() : ip::make_address_v6(ip::v4_mapped, address.to_v4());
  return long_form.to_bytes();
}

/// How many bits of the two are the same from the first on.
unsigned common_bits(const std::array<unsigned char, 16>& a,
                     const std::array<unsigned char, 16>& b) {
  unsigned bits = 0;
  while (bits < 128 && ((a[bits / 8] ^ b[bits / 8]) >> (7 - bits % 8) & 1U) == 0) ++bits;
  return bits;
}

}  // namespace

std::optional<AddressRange> AddressRange::parse(const std::string& text) {
  const auto slash = std::min(text.find('/'), text.size());
  const auto address = address_of(text.substr(0, slash));
  if (!address) return std::nullopt;
  const unsigned bits_max = address->is_v4() ? 32 : 128;
  unsigned bits = bits_max;
  if (slash < text.size()) {
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, bits);
    if (error != std::errc{} || stop != end || bits > bits_max) return std::nullopt;
  }
  AddressRange range;
  range.network_ = bytes_of(*address);
  range.bits_ = 128 - bits_max + bits;
  for (unsigned bit = range.bits_; bit < 128; ++bit) {
    if ((range.network_[bit / 8] >> (7 - bit % 8) & 1U) != 0) return std::nullopt;
  }
  return range;
}

bool AddressRange::contains(const std::string& address) const {
  const auto asked = address_of(address);
  return asked && common_bits(network_, bytes_of(*asked)) >= bits_;
}

bool any_contains(const std::vector<AddressRange>& ranges, const std::string& address) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const AddressRange& range) { return range.contains(address); });
}

}  // namespace chopay::net
