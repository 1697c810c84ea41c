#pragma once

#include "gateway/api/services.hpp"
#include "gateway/http/router.hpp"

namespace chopay::app {

/// What the shopper's page leads to: GET /pay/{id}/receipt and …/receipt.txt, GET …/app/{app} to
/// the shopper's bank, POST …/renew for an expired code. Open to whoever has the pay link.
void add_shopper_routes(http::Router& router, api::Services& services);

}  // namespace chopay::app
