#pragma once

#include "gateway/api/services.hpp"

namespace chopay::app {

/// GET and POST /lock: the page of a stall's device that waits for its PIN, or that is to be
/// locked.
void add_lock_routes(http::Router& router, api::Services& services);

}  // namespace chopay::app
