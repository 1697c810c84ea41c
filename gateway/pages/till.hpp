#pragma once

#include <chrono>

#include "gateway/http/message.hpp"
#include "merchant/registry.hpp"

namespace chopay::pages {

struct TillLook {
  bool keeps_keys;                ///< whoever opens it may let others in: there is a view for that
  std::chrono::seconds lifetime;  ///< how long a code lives, for those made without a network
  bool payee_change = false;      ///< a change of the stall's account waits: said on the first view
};

/// The vendor's screen at /till/{stall}: keypad, code, the money that came. It holds no figures of
/// its own; its script asks the API and listens to the stall's events. REQUIRES that the stall is
/// one of the market's.
http::Response till_page(const merchant::Registry& market, const merchant::Stall& stall,
                         const TillLook& look);

/// The till's service worker: its script holds the build's hash, so a new build replaces it.
http::Response till_worker();

/// What a phone needs to keep a stall's till as an app: a name, a start, an icon. Tells nothing of
/// the stall but the number that the address has.
http::Response till_manifest(const merchant::StallId& stall);

}  // namespace chopay::pages
