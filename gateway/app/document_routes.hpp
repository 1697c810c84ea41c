#pragma once

#include "gateway/api/services.hpp"
#include "gateway/http/router.hpp"

namespace chopay::app {

/// GET /documents/{market}/{token}: the one document of a link (api/document_links.hpp), without a
/// key. The services must outlive the router.
void add_document_routes(http::Router& router, api::Services& services);

}  // namespace chopay::app
