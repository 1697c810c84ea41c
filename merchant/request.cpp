#include "merchant/request.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace chopay::merchant {
namespace {

constexpr std::array statuses{
    std::pair{RequestStatus::pending, std::string_view{"pending"}},
    std::pair{RequestStatus::paid, std::string_view{"paid"}},
    std::pair{RequestStatus::short_, std::string_view{"short"}},
    std::pair{RequestStatus::over, std::string_view{"over"}},
    std::pair{RequestStatus::late, std::string_view{"late"}},
    std::pair{RequestStatus::expired, std::string_view{"expired"}},
    std::pair{RequestStatus::cancelled, std::string_view{"cancelled"}},
    std::pair{RequestStatus::refunded, std::string_view{"refunded"}},
    std::pair{RequestStatus::part_refunded, std::string_view{"part_refunded"}},
};

constexpr std::array verdicts{
    std::pair{CreditVerdict::paid, std::string_view{"paid"}},
    std::pair{CreditVerdict::short_, std::string_view{"short"}},
    std::pair{CreditVerdict::over, std::string_view{"over"}},
    std::pair{CreditVerdict::late, std::string_view{"late"}},
    std::pair{CreditVerdict::again, std::string_view{"again"}},
    std::pair{CreditVerdict::static_, std::string_view{"static"}},
    std::pair{CreditVerdict::unmatched, std::string_view{"unmatched"}},
};

}  // namespace

std::string_view status_name(RequestStatus status) {
  for (const auto& [value, name] : statuses) {
    if (value == status) return name;
  }
  throw std::logic_error("a status without a name");
}

std::string_view verdict_name(CreditVerdict verdict) {
  for (const auto& [value, name] : verdicts) {
    if (value == verdict) return name;
  }
  throw std::logic_error("a verdict without a name");
}

std::optional<RequestStatus> status_from_name(std::string_view name) {
  for (const auto& [status, text] : statuses) {
    if (text == name) return status;
  }
  return std::nullopt;
}

std::optional<CreditVerdict> verdict_from_name(std::string_view name) {
  for (const auto& [value, text] : verdicts) {
    if (text == name) return value;
  }
  return std::nullopt;
}

Instant PaymentRequest::ends_at() const {
  if (!rests.empty()) return std::max(expires_at, rests.back().expires_at);
  return cancelled_at ? std::min(*cancelled_at, expires_at) : expires_at;
}

RequestStatus PaymentRequest::status(Instant now) const {
  if (received.is_zero()) {
    if (cancelled_at) return RequestStatus::cancelled;
    return now >= expires_at ? RequestStatus::expired : RequestStatus::pending;
  }
  if (kept().is_zero()) return RequestStatus::refunded;
  if (kept() > amount) return RequestStatus::over;
  if (kept() < amount) {
    return refunded.is_zero() ? RequestStatus::short_ : RequestStatus::part_refunded;
  }
  return any_late ? RequestStatus::late : RequestStatus::paid;
}

Dong PaymentRequest::missing(RequestStatus stands) const {
  const bool waits = stands == RequestStatus::pending || stands == RequestStatus::short_;
  return waits ? amount - received : Dong{};
}

Dong PaymentRequest::surplus() const {
  return std::max(kept() - amount, Dong{});
}

RestCode PaymentRequest::asks() const {
  return rests.empty() ? RestCode{reference, amount, expires_at} : rests.back();
}

void PaymentRequest::receive(Dong credit, Instant occurred_at) {
  received += credit;
  if (occurred_at > ends_at()) any_late = true;
}

void PaymentRequest::release(Dong credit) {
  if (credit > kept()) throw std::logic_error("more taken out of a request than it has");
  received -= credit;
  if (received.is_zero()) any_late = false;
}

void PaymentRequest::give_back(Dong back) {
  if (back > kept()) throw std::logic_error("more given back than a request has");
  refunded += back;
}

CreditVerdict PaymentRequest::verdict(Dong credit, Instant occurred_at) const {
  if (received >= amount || !refunded.is_zero()) return CreditVerdict::again;
  const auto total = received + credit;
  if (total < amount) return CreditVerdict::short_;
  if (total > amount) return CreditVerdict::over;
  return occurred_at > ends_at() ? CreditVerdict::late : CreditVerdict::paid;
}

}  // namespace chopay::merchant
