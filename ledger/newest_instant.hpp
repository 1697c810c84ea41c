#pragma once

#include "ledger/clock.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// The time of the newest entry of all logs; that of the epoch where there is none. Throws
/// StoreFailure.
Instant newest_instant(Reader& reader);

}  // namespace chopay::ledger
