#pragma once

#include <variant>

#include "gateway/api/services.hpp"
#include "merchant/settlement.hpp"

namespace chopay::api {

/// The settlement of a day of the access's market, a board's without what it may not see; or the
/// answer that says why there is none.
net::Task<std::variant<merchant::Settlement, http::Response>> settlement_of(
    Services& services, net::Loop& loop, Access access, ledger::BusinessDay date);

}  // namespace chopay::api
