#pragma once

#include <string>
#include <vector>

#include "gateway/net/address_range.hpp"

namespace chopay::app {

/// The addresses and networks of one setting. Throws config::BadSettings, which begins with
/// `where`, at the first text that is neither.
std::vector<net::AddressRange> read_address_list(const std::vector<std::string>& texts,
                                                 const std::string& where);

}  // namespace chopay::app
