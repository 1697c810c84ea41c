#pragma once

#include "ledger/store.hpp"
#include "merchant/charges/charge_report.hpp"

namespace chopay::api {

/// The day on which each stall was last reminded of what it owes.
merchant::charges::Reminders last_reminders(ledger::Reader& reader,
                                            const merchant::MarketId& market);

}  // namespace chopay::api
