#pragma once

#include "gateway/api/services.hpp"

namespace chopay::app {

/// GET and POST /enrol/{code}: a stall's device takes up an invitation and gets a key of its own,
/// in a cookie that its scripts cannot read; anybody else chooses a name and a password, adds the
/// secret to an authenticator app, and is signed in.
void add_enrol_routes(http::Router& router, api::Services& services);

}  // namespace chopay::app
