#include "gateway/http/address_tally.hpp"

namespace chopay::http {

bool AddressTally::add(const std::string& address, std::size_t max) {
  const std::lock_guard lock(mutex_);
  auto& count = counts_[address];
  if (count >= max) return false;
  ++count;
  return true;
}

void AddressTally::remove(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(address);
  if (found != counts_.end() && --found->second == 0) counts_.erase(found);
}

}  // namespace chopay::http
