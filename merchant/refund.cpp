#include "merchant/refund.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace chopay::merchant {
namespace {

constexpr std::array refund_statuses{
    std::pair{RefundStatus::waiting, std::string_view{"waiting"}},
    std::pair{RefundStatus::part_paid, std::string_view{"part_paid"}},
    std::pair{RefundStatus::paid, std::string_view{"paid"}},
    std::pair{RefundStatus::cancelled, std::string_view{"cancelled"}},
};

}  // namespace

std::string_view refund_status_name(RefundStatus status) {
  for (const auto& [value, name] : refund_statuses) {
    if (value == status) return name;
  }
  throw std::logic_error("a refund's status without a name");
}

RefundStatus Refund::status() const {
  if (missing().is_zero()) return RefundStatus::paid;
  if (cancelled) return RefundStatus::cancelled;
  return paid.is_zero() ? RefundStatus::waiting : RefundStatus::part_paid;
}

}  // namespace chopay::merchant
