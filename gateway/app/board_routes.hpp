#pragma once

#include "gateway/api/services.hpp"
#include "gateway/http/router.hpp"

namespace chopay::app {

/// GET /board/month and /hall for whoever may see the market's settlement, /board/patrol for those
/// who walk round the stalls.
void add_board_routes(http::Router& router, api::Services& services);

}  // namespace chopay::app
