#pragma once

#include "ledger/store.hpp"

namespace chopay::merchant {

/// The last entry that was decided before `instant`, up to `head`; 0 for none. Entries stand in the
/// order of their times.
ledger::Seq last_before(ledger::Reader& reader, const ledger::MarketId& market,
                        ledger::Instant instant, ledger::Seq head);

}  // namespace chopay::merchant
