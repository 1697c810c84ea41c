#pragma once

#include "merchant/report/figures.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::report {

/// BC-01 of a day: the columns of the market facts §4.2.
Table stall_table_of_day(const Figures& figures);
/// BC-01 of a longer period, a month's against the month before.
Table stall_table_of_period(const Figures& figures);

/// What (1) behind a row of these tables means.
inline constexpr std::string_view hidden_mark = "(1)";

/// How much more than before, in tenths of a percent, halves away from zero; "–" where before there
/// was nothing, and for figures below 0 or above 10^15.
Cell growth(std::int64_t now, std::int64_t before);

}  // namespace chopay::merchant::report
