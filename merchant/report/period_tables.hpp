#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "merchant/report/figures.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::report {

/// Tenths of a percent, halves away from zero; "–" of nothing. Both ≥ 0.
Cell share_of(std::int64_t part, std::int64_t whole);
/// Trade groups of the market in the order of a Vietnamese dictionary.
std::vector<TradePoints> trades_in_order(const Figures& figures);
/// As it is printed; what is not told has a name too.
std::string trade_name(const TradePoints& trade);

/// A row a day: how many points were paid by QR, how often, and how much.
Table day_table(const Figures& figures);
/// A month's sums against the month before and the same month a year before; "–" where the ledger
/// knows nothing of that month.
Table comparison_table(const Figures& figures);
/// BC-02: points of each trade group, and the money of those of them that are listed; "–" where
/// that may not be seen.
Table trade_table(const Figures& figures);
/// BC-02: how much of the board's charges was paid in cash and how much without.
Table cashless_table(const Figures& figures);

/// BC-02 by hour: the money of the stalls that are listed, in a row an hour, and one of what has no
/// hour. "–" throughout where none may be listed. REQUIRES: the figures have their hours.
Table hour_table(const Figures& figures);

}  // namespace chopay::merchant::report
