#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "merchant/report/figures.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::report {

/// By what a period's money is listed.
enum class By {
  stall,  ///< BC-01: by zone and stall; of more than a day also by day and against other periods
  trade,  ///< BC-02: by trade group
  hour,   ///< BC-02: by hour of the day; figures need their hours, at most hour_days_max days
};

/// "stall", "trade", "hour".
std::optional<By> by_named(std::string_view name);
std::string_view by_name(By by);
inline constexpr std::array<std::string_view, 3> by_names{"stall", "trade", "hour"};

/// The report of the figures as they are given: whoever may not see all takes board_view of them
/// first. Where figures of stalls are in it whose households have not agreed, a note says so.
Report settlement_report(const Figures& figures, By by);

}  // namespace chopay::merchant::report
