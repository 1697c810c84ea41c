#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include "merchant/report/figures.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::report {

/// By what a period's money is listed.
enum class By {
  stall,  ///< BC-01: by zone and stall; of more than a day also by day and against other periods
  trade,  ///< BC-02: by trade group
  hour,   ///< BC-02: by hour of the day; figures need their hours
  adjustment,  ///< BC-01: what was changed of figures, and why; figures need their adjustments
};

/// "stall", "trade", "hour", "adjustment".
std::optional<By> by_named(std::string_view name);
std::string_view by_name(By by);
inline constexpr std::array<std::string_view, 4> by_names{"stall", "trade", "hour", "adjustment"};
/// What to say to another word.
inline constexpr const char* by_words = "by is stall, trade, hour or adjustment";
/// Days of such a report at most: fewer where entries must be read.
int days_max(By by);

/// Reads all that such a report is made of. REQUIRES: as read_figures(); at most days_max(by) days.
Figures read_figures_by(ledger::Reader& reader, std::shared_ptr<const Registry> registry,
                        const Period& period, By by);

/// The report of the figures as they are given: whoever may not see all takes board_view of them
/// first. Where figures of stalls are in it whose households have not agreed, a note says so.
Report settlement_report(const Figures& figures, By by);

}  // namespace chopay::merchant::report
