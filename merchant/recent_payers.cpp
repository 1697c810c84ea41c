#include "merchant/recent_payers.hpp"

#include <functional>
#include <optional>
#include <string>

namespace chopay::merchant {
namespace {

/// Nothing where the bank names no payer.
std::optional<std::size_t> payment_of(const BankNotice& notice) {
  const auto& payer = notice.payer_account.empty() ? notice.payer_name : notice.payer_account;
  if (payer.empty()) return std::nullopt;
  return std::hash<std::string>{}(payer + '\n' + notice.payer_bank + '\n' + notice.bank + '\n' +
                                  notice.account + '\n' + notice.virtual_account + '\n' +
                                  to_string(notice.amount));
}

}  // namespace

bool RecentPayers::paid_just_now(const BankNotice& notice) const {
  const auto payment = payment_of(notice);
  if (!payment) return false;
  const auto last = last_.find(*payment);
  if (last == last_.end()) return false;
  const auto apart = notice.occurred_at - last->second;
  return apart <= apart_max && -apart <= apart_max;
}

void RecentPayers::remember(const BankNotice& notice) {
  const auto payment = payment_of(notice);
  if (!payment) return;
  const bool is_new = last_.insert_or_assign(*payment, notice.occurred_at).second;
  if (!is_new) return;
  by_age_.push_back(*payment);
  if (by_age_.size() > kept_max) {
    last_.erase(by_age_.front());
    by_age_.pop_front();
  }
}

}  // namespace chopay::merchant
