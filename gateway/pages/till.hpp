#pragma once

#include "gateway/http/message.hpp"
#include "merchant/registry.hpp"

namespace chopay::pages {

/// The vendor's screen at /till/{stall}: keypad, code, the money that came. It holds no figures of
/// its own; its script asks the API and listens to the stall's events. `keeps_keys`: whoever opens
/// it may let others in, so there is a view for that. REQUIRES that the stall is one of the
/// market's.
http::Response till_page(const merchant::Registry& market, const merchant::Stall& stall,
                         bool keeps_keys);

}  // namespace chopay::pages
