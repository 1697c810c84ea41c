#pragma once

#include <map>
#include <string>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant::charges {

/// The newest reminder of each stall that was ever reminded of what it owes. A reminder moves no
/// money, so it is a row of the vault and no entry.
using RemindedAt = std::map<StallId, ledger::Instant>;

/// Rows that cannot be read are passed over.
RemindedAt reminded_at(ledger::Reader& reader, const MarketId& market);
/// The row that says that a stall was reminded then.
ledger::VaultChange reminder_row(const MarketId& market, const StallId& stall, ledger::Instant at);

}  // namespace chopay::merchant::charges
