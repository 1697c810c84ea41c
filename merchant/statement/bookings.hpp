#pragma once

#include <vector>

#include "ledger/store.hpp"
#include "merchant/registry.hpp"
#include "merchant/statement/compare.hpp"

namespace chopay::merchant::statement {

/// The ledger's transfers of an account whose day is within days_beside of these days: its credits,
/// and the refunds that it paid. Reads the log from a day before the first on; not for an I/O
/// thread.
std::vector<Booking> bookings_of(ledger::Reader& reader, const MarketId& market,
                                 const PayeeAccount& account, BusinessDay from, BusinessDay to);

}  // namespace chopay::merchant::statement
