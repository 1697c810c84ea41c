#pragma once

#include <optional>
#include <string_view>

#include "ledger/business_day.hpp"

namespace chopay::merchant::statement {

/// A day by the bank's clock, and the moment where a time of day is given.
struct DayTime {
  ledger::BusinessDay day;
  std::optional<ledger::Instant> at;
};

// All readers take the years 2000–2099 only. A time of 00:00:00 is none: it is what programs write
// that know the day alone.

/// "24/11/2026", "24-11-2026 14:05", "24.11.2026 14:05:09", "2026-11-24 14:05:09", "2026/11/24":
/// the day first unless the year is, Vietnam's clock.
std::optional<DayTime> read_day_time(std::string_view text);

/// The same at the beginning of a text, and takes it off; what follows must begin with a space, a
/// line end or a slash.
std::optional<DayTime> take_day_time(std::string_view& text);

/// A day as workbooks keep it: days since 1899-12-30, the time of day as decimals.
std::optional<DayTime> read_serial_day(std::string_view number);

/// ISO 8601 as ISO 20022 uses it: "2026-11-24", "2026-11-24T06:50:55.1+07:00", "…Z"; without an
/// offset it is Vietnam's clock.
std::optional<DayTime> read_iso_time(std::string_view text);

/// "YYMMDD" (SWIFT), of 2000–2099.
std::optional<ledger::BusinessDay> read_swift_day(std::string_view text);

}  // namespace chopay::merchant::statement
