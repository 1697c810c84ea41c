#pragma once

#include "gateway/api/services.hpp"
#include "gateway/http/router.hpp"

namespace chopay::app {

/// GET /board/payee-changes, /board/stalls, /board/stalls/{stall}, /board/people: the registry as
/// the board sees it.
void add_registry_routes(http::Router& router, api::Services& services);

}  // namespace chopay::app
