#include "gateway/api/agreement.hpp"

#include "gateway/api/problems.hpp"

namespace chopay::api {

std::optional<http::Response> refuse_agreement(const Services& services, const Access& access) {
  if (access.vouched_by.empty()) return not_vouched_for();
  if (!is_settled(access, services.clock.now(), services.payee_cool_off)) return key_too_new();
  return refuse_unproved(services, access);
}

std::optional<http::Response> refuse_unproved(const Services& services, const Access& access) {
  if (!services.keys.is_proved(access)) return proof_needed();
  return std::nullopt;
}

}  // namespace chopay::api
