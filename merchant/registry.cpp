#include "merchant/registry.hpp"

#include <algorithm>

namespace chopay::merchant {

std::string masked(const PayeeAccount& account) {
  const auto tail = std::min<std::size_t>(4, account.number.size());
  return "••••" + account.number.substr(account.number.size() - tail);
}

const Stall* Registry::stall(const StallId& id) const {
  const auto found = stalls.find(id);
  return found == stalls.end() ? nullptr : &found->second;
}

const Zone* Registry::zone(const std::string& id) const {
  const auto found =
      std::find_if(zones.begin(), zones.end(), [&](const Zone& zone) { return zone.id == id; });
  return found == zones.end() ? nullptr : &*found;
}

}  // namespace chopay::merchant
