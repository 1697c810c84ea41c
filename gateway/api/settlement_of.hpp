#pragma once

#include <variant>

#include "gateway/api/services.hpp"
#include "merchant/settlement.hpp"

namespace chopay::api {

/// The settlement of a market's day, or the answer that says why there is none.
net::Task<std::variant<merchant::Settlement, http::Response>> settlement_of(
    Services& services, net::Loop& loop, merchant::MarketId market, ledger::BusinessDay date);

}  // namespace chopay::api
