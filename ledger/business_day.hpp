#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/clock.hpp"
#include "ledger/result.hpp"

namespace chopay::ledger {

/// A calendar day in Asia/Ho_Chi_Minh (UTC+7 all year, no daylight saving since 1975), by the
/// bank's clock. Days 0000-01-01 … 9999-12-31.
class BusinessDay {
 public:
  constexpr BusinessDay() = default;
  constexpr explicit BusinessDay(std::chrono::sys_days day)
      : days_(static_cast<std::int32_t>(day.time_since_epoch().count())) {}
  static constexpr BusinessDay from_days(std::int32_t days_since_1970) {
    BusinessDay day;
    day.days_ = days_since_1970;
    return day;
  }

  /// Days since 1970-01-01; the number that the store keeps.
  constexpr std::int32_t days() const { return days_; }
  constexpr std::chrono::sys_days date() const {
    return std::chrono::sys_days{std::chrono::days{days_}};
  }
  friend constexpr auto operator<=>(BusinessDay, BusinessDay) = default;

 private:
  std::int32_t days_ = 0;
};

/// Vietnam's clock is this far ahead of UTC.
inline constexpr std::chrono::hours vietnam_offset{7};

/// The business day in which the instant falls in Vietnam.
BusinessDay business_day_of(Instant instant);
/// "YYYY-MM-DD".
std::string to_string(BusinessDay day);
/// Reads exactly "YYYY-MM-DD" and refuses days that the calendar does not have (Errc::bad_day).
Result<BusinessDay> parse_business_day(std::string_view text);

}  // namespace chopay::ledger
