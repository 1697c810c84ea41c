#pragma once

#include <string>
#include <string_view>

#include "ledger/business_day.hpp"
#include "merchant/error.hpp"

namespace chopay::merchant::report {

/// Days of one report at most.
inline constexpr int period_days_max = 366;

/// A day, a calendar month or quarter, or any days one after the other; both ends belong to it.
struct Period {
  enum class Kind { day, month, quarter, range };
  Kind kind = Kind::day;
  ledger::BusinessDay from;
  ledger::BusinessDay to;

  int days() const { return to.days() - from.days() + 1; }
};

/// Reads "2026-11-24", "2026-11", "2026-Q4" or "2026-11-01..2026-11-15". bad_period: another text,
/// a day that the calendar does not have, an end before the start, more than period_days_max days.
Result<Period> parse_period(std::string_view text);
/// The month or quarter, or the days as long, that end before the period begins. bad_period where
/// there are none.
Result<Period> period_before(const Period& period);
/// The same month, quarter or days of the year before; 29 February becomes 28.
Result<Period> year_before(const Period& period);

/// As parse_period reads it.
std::string to_string(const Period& period);
/// "Ngày 24/11/2026", "Tháng 11/2026", "Quý IV/2026", "Từ 01/11/2026 đến 15/11/2026".
std::string format_period(const Period& period);

}  // namespace chopay::merchant::report
