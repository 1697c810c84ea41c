#pragma once

#include "gateway/api/services.hpp"

namespace chopay::api {

/// POST /v1/statements, GET /v1/statements, GET /v1/statements/{seq}. Files are read by a thread of
/// their own.
void add_statement_routes(http::Router& router, Services& services);

}  // namespace chopay::api
