#pragma once

#include <functional>

#include "ledger/store.hpp"

namespace chopay::merchant {

/// The last entry that was decided before `instant`, up to `head`; 0 for none. Entries stand in the
/// order of their times.
ledger::Seq last_before(ledger::Reader& reader, const ledger::MarketId& market,
                        ledger::Instant instant, ledger::Seq head);

/// Calls `take` with the entries after `after` up to `last`, in order, until it returns false. Each
/// page is a view of its own, so that however many there are none is held for long; what is up to
/// `last` never changes. Throws std::runtime_error where an entry cannot be read.
void read_entries(ledger::Reader& reader, const ledger::MarketId& market, ledger::Seq after,
                  ledger::Seq last, const std::function<bool(const ledger::Entry&)>& take);

}  // namespace chopay::merchant
