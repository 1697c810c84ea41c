#pragma once

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"
#include "merchant/registry.hpp"

namespace chopay::pages {

/// What whoever looks at the charges may do there.
struct ChargesLook {
  bool runs = false;      ///< sets prices, opens and closes months, counts, waives, names money
  bool collects = false;  ///< takes cash, hands it over, notes reminders
  bool signed_in = false;
  bool sees_board = false;  ///< finds the way back to the board's day
  Language language = Language::vietnamese;
};

/// What the stalls owe the board, at /board/charges: months, prices, who owes, cash on its way, and
/// money that named no stall. Filled by its script.
http::Response charges_page(const merchant::Registry& registry, const ChargesLook& look);

}  // namespace chopay::pages
