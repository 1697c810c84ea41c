#include "merchant/expiry_list.hpp"

namespace chopay::merchant {

void ExpiryList::watch(const PaymentRequest& request) {
  const bool open_ended =
      request.received.is_zero() && !request.cancelled_at && !request.expiry_told;
  if (open_ended) {
    ends_.emplace(request.expires_at, request.id);
  } else {
    forget(request);
  }
}

std::vector<std::string> ExpiryList::ended(Instant now, std::size_t most) const {
  std::vector<std::string> ids;
  for (const auto& [end, id] : ends_) {
    if (end > now || ids.size() == most) break;
    ids.push_back(id);
  }
  return ids;
}

}  // namespace chopay::merchant
