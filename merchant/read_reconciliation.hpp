#pragma once

#include <vector>

#include "ledger/store.hpp"
#include "merchant/command.hpp"
#include "merchant/reconciliation.hpp"

namespace chopay::merchant {

/// Days of one reconciliation at most: the log is read from the first of them on.
inline constexpr int reconciled_days_max = 31;

/// Where a day's money went. REQUIRES: the state of ShowDay. Not for an I/O thread.
Reconciliation read_reconciliation(ledger::Reader& reader, const DayState& state);

/// The same of days that follow one another, without their late credits, each of which its own
/// day's reconciliation lists. REQUIRES: at least one day.
std::vector<Reconciliation> read_reconciliations(ledger::Reader& reader,
                                                 const std::vector<DayState>& states);

}  // namespace chopay::merchant
