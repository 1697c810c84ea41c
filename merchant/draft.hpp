#pragma once

#include <string>

#include "ledger/entry.hpp"

namespace chopay::merchant {

/// A draft without postings, key or private part. `stall` is empty where it belongs to none.
ledger::Draft draft_of(const ledger::MarketId& market, const ledger::StallId& stall,
                       ledger::Kind kind, ledger::BusinessDay day, std::string data);

}  // namespace chopay::merchant
