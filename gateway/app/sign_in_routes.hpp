#pragma once

#include "gateway/api/services.hpp"

namespace chopay::app {

/// GET and POST /sign-in, POST /sign-out, GET /account, POST /account/end: people with a name, a
/// password and a code. Everything works without script.
void add_sign_in_routes(http::Router& router, api::Services& services);

}  // namespace chopay::app
