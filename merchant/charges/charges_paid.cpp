#include "merchant/charges/charges_paid.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace chopay::merchant::charges {
namespace {

/// Cash on its way stands in one of these; from one to the next their sum is the same.
constexpr std::array<std::string_view, 4> cash_accounts{"collector/", "handed/", "board_cash/",
                                                        "cash_difference/"};
/// What the bank says came, less what nobody has named.
constexpr std::array<std::string_view, 2> transfer_accounts{"board/", "charge_suspense/"};

template <class Accounts>
bool is_of(const Accounts& accounts, std::string_view account) {
  return std::ranges::any_of(
      accounts, [&](std::string_view beginning) { return account.starts_with(beginning); });
}

}  // namespace

ChargesPaid charges_paid(const ledger::DayTotals& sums) {
  ChargesPaid paid;
  for (const auto& total : sums.totals) {
    if (is_of(cash_accounts, total.account)) paid.cash += total.amount;
    if (is_of(transfer_accounts, total.account)) paid.transfer += total.amount;
  }
  return paid;
}

}  // namespace chopay::merchant::charges
