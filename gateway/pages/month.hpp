#pragma once

#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"
#include "merchant/settlement.hpp"

namespace chopay::pages {

/// The board's 31 days at /board/month: a bar a day, and the same figures in a table. Works without
/// script. A day whose sum may not be seen has neither bar nor figure. `days` from the oldest on.
http::Response month_page(const std::vector<merchant::Settlement>& days,
                          Language language = Language::vietnamese);

/// The display for the market office's wall at /hall: the day's sums and how many stalls are
/// active; nothing of a stall, nor of a zone. Its script keeps it fresh.
http::Response hall_page(const merchant::Settlement& today, ledger::Instant now,
                         Language language = Language::vietnamese);

}  // namespace chopay::pages
