#pragma once

#include <string>
#include <variant>
#include <vector>

#include "gateway/api/services.hpp"

namespace chopay::api {

/// Makes a key that opens the access, durably, and lets it in from now on; or the answer that says
/// why there is none. The key is known to the caller alone. `rows` are kept with it, or not either.
/// What is passed must outlive the task.
net::Task<std::variant<std::string, http::Response>> keep_new_key(
    Services& services, const http::Exchange& exchange, const Access& access,
    std::vector<ledger::VaultChange> rows = {});

/// Takes a key back, with its device's PIN: it opens nothing any more. `hash` must outlive the
/// task.
net::Task<LaneState> forget_key(Services& services, net::Loop& loop, const std::string& hash);

}  // namespace chopay::api
