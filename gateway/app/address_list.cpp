#include "gateway/app/address_list.hpp"

#include "config/settings.hpp"

namespace chopay::app {

std::vector<net::AddressRange> read_address_list(const std::vector<std::string>& texts,
                                                 const std::string& where) {
  std::vector<net::AddressRange> ranges;
  for (const auto& text : texts) {
    const auto range = net::AddressRange::parse(text);
    if (!range) {
      throw config::BadSettings(where + ": \"" + text +
                                "\" is no address or network, like 10.0.0.0/8");
    }
    ranges.push_back(*range);
  }
  return ranges;
}

}  // namespace chopay::app
