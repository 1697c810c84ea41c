#pragma once

#include "gateway/http/message.hpp"
#include "merchant/registry.hpp"

namespace chopay::pages {

/// What is registered for a stall, for whoever doubts its sticker: no more than is printed on it.
http::Response sticker_check_page(const merchant::Registry& registry, const merchant::Stall& stall);

}  // namespace chopay::pages
