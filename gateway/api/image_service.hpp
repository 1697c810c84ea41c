#pragma once

#include <string>
#include <vector>

#include "gateway/http/router.hpp"
#include "qr/drawing_cache.hpp"

namespace chopay::api {

struct ImageServiceSettings {
  int requests_per_minute = 300;          ///< of one client address
  std::vector<std::string> proxies = {};  ///< those whose X-Forwarded-For is believed
};

/// The hosted VietQR service's addresses, served from here and open to everybody: GET
/// /image/{bank}-{account}-{template}.{svg|png|jpg}, POST /v2/generate, GET /v2/banks, with its
/// parameters, sizes and envelopes. Pictures are drawn on threads of their own and kept in
/// `drawings`, which must outlive the router.
void add_image_routes(http::Router& router, qr::DrawingCache& drawings,
                      const ImageServiceSettings& settings);

}  // namespace chopay::api
