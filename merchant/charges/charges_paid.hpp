#pragma once

#include "ledger/store.hpp"

namespace chopay::merchant::charges {

/// How charges were paid on some days.
struct ChargesPaid {
  ledger::Dong cash;      ///< to collectors
  ledger::Dong transfer;  ///< to the board's account, where it is known whose charges it pays
};

/// From the sums of the days' postings (charge_book.hpp has the accounts). A transfer counts for
/// the day on which it was said whose it is. May be negative on a day on which that was taken back.
ChargesPaid charges_paid(const ledger::DayTotals& sums);

}  // namespace chopay::merchant::charges
