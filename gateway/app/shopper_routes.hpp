#pragma once

#include "gateway/payos/account.hpp"

namespace chopay::app {

/// What the shopper's page leads to: GET /pay/{id}/receipt and …/receipt.txt, GET …/app/{app} to
/// the shopper's bank, POST …/renew for an expired code; of an online shop's order GET …/shop back
/// to it and POST …/cancel. Open to whoever has the pay link. All must outlive the router.
void add_shopper_routes(http::Router& router, api::Services& services,
                        const payos::Accounts& shops);

}  // namespace chopay::app
