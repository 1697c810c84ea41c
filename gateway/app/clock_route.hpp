#pragma once

#include "gateway/api/services.hpp"
#include "gateway/http/router.hpp"
#include "gateway/sandbox/clock.hpp"

namespace chopay::app {

/// GET and POST /sandbox/clock: what time it is in the sandbox, and setting it forward. Both must
/// outlive the router.
void add_clock_routes(http::Router& router, api::Services& services, sandbox::SettableClock& clock);

}  // namespace chopay::app
