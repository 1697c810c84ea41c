#pragma once

#include <cstddef>
#include <deque>
#include <unordered_map>

#include "merchant/notice.hpp"

namespace chopay::merchant {

/// Who paid just now, to see somebody pay the same sum twice. Kept in memory only: payers belong in
/// no log, and after a restart only a pair across it is not seen.
class RecentPayers {
 public:
  static constexpr std::chrono::seconds apart_max{60};  ///< by the bank's clock
  static constexpr std::size_t kept_max = 2'000;

  /// True where the same payer's last payment of this amount to this account is at most apart_max
  /// before or after this one; false where the bank names no payer.
  bool paid_just_now(const BankNotice& notice) const;
  /// Remembers the notice of a credit that is written. One that was only decided may be refused by
  /// the ledger; told again, it would look like a second payment.
  void remember(const BankNotice& notice);

 private:
  /// By a hash of payer, account and amount: what collides is a warning too many.
  std::unordered_map<std::size_t, ledger::Instant> last_;
  std::deque<std::size_t> by_age_;
};

}  // namespace chopay::merchant
