#pragma once

#include <string>
#include <vector>

#include "merchant/charges/charge_command.hpp"
#include "merchant/charges/reminders.hpp"
#include "merchant/charges/waivers.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::charges {

// The board's own papers. Every stall is fully visible here: what it owes the board is the board's
// book, and no sale is in it. `hash` is that of the newest entry of charges (ChargeBook::last): the
// figures hold from it on.

/// BC-03: each stall's month, what was owed before, paid how, waived and left, and why it was
/// waived. REQUIRES: the bills of the month, and their waivers.
report::Report bill_report(const Charges& charges, BusinessDay month, const ledger::Hash& hash,
                           const std::vector<Waiver>& waivers);
/// BC-04: cash that collectors handed over in a month, and what was there when it was counted.
/// REQUIRES: the hand-overs of the month.
report::Report hand_over_report(const Charges& charges, BusinessDay month,
                                const ledger::Hash& hash);
/// BC-05: who owes, since how many months, by name, and when reminded. REQUIRES: the debts.
report::Report arrears_report(const Charges& charges, const RemindedAt& reminders,
                              const ledger::Hash& hash);

/// The code that pays what a stall owes: to the board's account, with the stall's own memo. Nothing
/// where it owes nothing, more than a transfer may carry, or the board has no account.
std::string charge_payload(const Owed& owed, const StallId& stall);

}  // namespace chopay::merchant::charges
