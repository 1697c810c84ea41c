#pragma once

#include <vector>

#include "gateway/api/services.hpp"

namespace chopay::app {

/// Every market with the head of its log; none where the readers are busy.
net::Task<std::vector<ledger::MarketHead>> all_markets(api::Services& services, net::Loop& loop);

}  // namespace chopay::app
