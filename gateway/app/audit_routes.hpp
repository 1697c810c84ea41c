#pragma once

#include "gateway/api/services.hpp"

namespace chopay::app {

/// The board's audit page: the market's log with its proofs.
void add_audit_routes(http::Router& router, api::Services& services);

}  // namespace chopay::app
