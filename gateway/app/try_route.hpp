#pragma once

#include "gateway/api/services.hpp"
#include "gateway/sandbox/clock.hpp"

namespace chopay::app {

/// POST /pay/{id}/try {"how":"exact|short|over|twice|late"}: the simulated bank pays the request's
/// code and sends the signed notice over HTTP to this server's own callback, like a real one. For
/// "late" the sandbox's clock is set to a minute after the request's end first, as `chopay pay
/// --late` does: 400 where it has none or is too far. Only for requests of sandbox markets; 404 for
/// all others. The clock outlives the router.
void add_try_route(http::Router& router, api::Services& services, sandbox::SettableClock& clock);

}  // namespace chopay::app
