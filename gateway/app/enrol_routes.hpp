#pragma once

#include "gateway/api/services.hpp"

namespace chopay::app {

/// GET and POST /enrol/{code}: a device takes up an invitation and gets a key of its own, in a
/// cookie that its scripts cannot read.
void add_enrol_routes(http::Router& router, api::Services& services);

}  // namespace chopay::app
