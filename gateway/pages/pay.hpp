#pragma once

#include <string>

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"
#include "ledger/clock.hpp"
#include "merchant/command.hpp"

namespace chopay::pages {

/// What the shopper page needs besides the request itself.
struct PayLook {
  bool sandbox = false;         ///< offers "Trả thử": the simulated bank pays
  ledger::Instant now;          ///< the server's clock, from which the page counts down
  std::string payload;          ///< the VietQR text of the code
  std::string memo;             ///< transfer text, as it stands in the code
  std::string svg;              ///< the code as our own SVG element; stands in the page as it is
  bool bank_apps = false;       ///< offers the shopper's bank app
  std::string public_url = {};  ///< for a chat's preview of the link
  bool of_shop = false;         ///< an online shop's order: it can be cancelled, not renewed
  bool leads_back = false;      ///< that shop is to be told: offers the way back to it
  Language language = Language::vietnamese;
};

/// The shopper's screen at /pay/{id}: who receives, how much, the code, and whether the money has
/// come. All of it is in the HTML; its script only refreshes it when the request changes. A request
/// that waits no longer is shown without its code. REQUIRES that request.registry has the stall.
http::Response pay_page(const merchant::RequestView& request, const PayLook& look);

}  // namespace chopay::pages
