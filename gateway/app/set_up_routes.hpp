#pragma once

#include "gateway/app/set_up.hpp"
#include "gateway/http/router.hpp"

namespace chopay::app {

/// GET and POST /setup/{token}, /setup, GET /setup/done, POST /setup/test.
void add_set_up_routes(http::Router& router, api::Services& services, SetUp& set_up);

/// Lets nothing through while the set-up is pending but the set-up itself, what its pages load and
/// the questions whether the process lives.
http::Handler behind_set_up(const http::Route& route, http::Handler handler, const SetUp& set_up);

}  // namespace chopay::app
