#pragma once

#include "gateway/api/services.hpp"
#include "qr/sticker.hpp"

namespace chopay::api {

/// GET /v1/stalls/{stall}/sticker.pdf|svg|png and /v1/stickers.pdf, all with ?paper=; drawn on a
/// thread of their own. `look` is how this gateway's stickers look.
void add_sticker_routes(http::Router& router, Services& services, qr::StickerLook look);

}  // namespace chopay::api
