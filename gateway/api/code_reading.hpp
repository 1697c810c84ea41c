#pragma once

#include "gateway/api/services.hpp"

namespace chopay::api {

/// POST /v1/codes/read: every code in a photo, with its verdict against the market's registry.
void add_code_reading_routes(http::Router& router, Services& services);

}  // namespace chopay::api
