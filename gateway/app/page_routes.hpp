#pragma once

#include "gateway/payos/account.hpp"

namespace chopay::app {

/// The pages: /, /till/{stall}, /pay/{id}, /board and what they load. In a sandbox
/// a key in the link (`?key=…`) is kept as a cookie, so that the page's own requests are known. All
/// must outlive the router.
void add_page_routes(http::Router& router, api::Services& services, const payos::Accounts& shops);

}  // namespace chopay::app
