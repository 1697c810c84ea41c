#pragma once

#include "gateway/api/services.hpp"

namespace chopay::app {

/// POST /pay/{id}/try {"how":"exact|short|over|twice|late"}: the simulated bank pays the request's
/// code and sends the signed notice over HTTP to this server's own callback, like a real one. Only
/// for requests of sandbox markets; 404 for all others.
void add_try_route(http::Router& router, api::Services& services);

}  // namespace chopay::app
