#pragma once

#include <vector>

#include "merchant/reconciliation.hpp"
#include "merchant/registry.hpp"
#include "merchant/report/period.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::report {

/// BC-06: each account by its bank's statement and by the ledger, and where the difference is; of
/// more than a day summed by account and by day, with the days of an account that differ. Accounts
/// are masked. As the reconciliations are given: whoever may not see all takes board_view of them
/// first. `as_of`: when the last one's head was written. REQUIRES: one for each day of the period,
/// in order.
Report reconciliation_report(const std::vector<Reconciliation>& days, const Period& period,
                             const Registry& registry, ledger::Instant as_of);

}  // namespace chopay::merchant::report
