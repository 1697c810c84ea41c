#pragma once

#include <vector>

#include "gateway/api/services.hpp"

namespace chopay::api {

/// Keeps the rows, all or none, durably when it returns; an empty list costs nothing. Anything but
/// `answered`: nothing is known of them. `rows` must be a named variable.
net::Task<LaneState> keep_rows(Services& services, net::Loop& loop,
                               std::vector<ledger::VaultChange> rows);

}  // namespace chopay::api
