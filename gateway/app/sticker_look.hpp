#pragma once

#include "config/settings.hpp"
#include "qr/sticker.hpp"

namespace chopay::app {

/// How stickers look by the settings: colour, logo, account. Throws config::BadSettings where the
/// colour is none or the logo's file cannot be read.
qr::StickerLook sticker_look(const config::StickerSettings& settings);

}  // namespace chopay::app
