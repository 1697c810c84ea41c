#pragma once

#include "merchant/reconciliation.hpp"
#include "merchant/registry.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::report {

/// BC-06: each account's day by its bank's statement and by the ledger, and where the difference
/// is. Accounts are masked. As the reconciliation is given: whoever may not see all takes
/// board_view of it first. `as_of`: when its head was written.
Report reconciliation_report(const Reconciliation& reconciliation, const Registry& registry,
                             ledger::Instant as_of);

}  // namespace chopay::merchant::report
