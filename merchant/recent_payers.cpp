#include "merchant/recent_payers.hpp"

#include <functional>
#include <string>

namespace chopay::merchant {

bool RecentPayers::take(const BankNotice& notice) {
  const auto& payer = notice.payer_account.empty() ? notice.payer_name : notice.payer_account;
  if (payer.empty()) return false;
  const auto payment = std::hash<std::string>{}(
      payer + '\n' + notice.payer_bank + '\n' + notice.bank + '\n' + notice.account + '\n' +
      notice.virtual_account + '\n' + to_string(notice.amount));
  const auto [last, is_new] = last_.try_emplace(payment, notice.occurred_at);
  const auto apart = notice.occurred_at - last->second;
  last->second = notice.occurred_at;
  if (!is_new) return apart <= apart_max && -apart <= apart_max;
  by_age_.push_back(payment);
  if (by_age_.size() > kept_max) {
    last_.erase(by_age_.front());
    by_age_.pop_front();
  }
  return false;
}

}  // namespace chopay::merchant
