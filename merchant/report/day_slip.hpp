#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/store.hpp"
#include "merchant/error.hpp"
#include "merchant/registry.hpp"
#include "merchant/settlement.hpp"

namespace chopay::merchant::report {

/// What a slip is printed on.
struct SlipPaper {
  std::string_view name;
  double width_mm;
  double height_mm;  ///< 0: as long as what stands on it
  double margin_mm;
};

/// Rolls of 58 and 80 mm as small printers have them, and A6.
inline constexpr std::array slip_papers{
    SlipPaper{"strip_58", 58, 0, 4},
    SlipPaper{"strip_80", 80, 0, 5},
    SlipPaper{"a6", 105, 148, 8},
};
/// The paper of a name; nothing for another word.
std::optional<SlipPaper> slip_paper(std::string_view name);

/// One household's day at one stall.
struct DaySlip {
  std::string market_name;
  std::string zone_name;
  std::string stall;  ///< its code
  std::string stall_name;
  std::string household;
  ledger::BusinessDay day;
  DayFigures figures;
  ledger::Instant as_of;  ///< when the newest entry of the log was written; 0: there is none
  ledger::Head head;
  bool sandbox = false;
};

/// Reads a stall's sums of a day: a few look-ups. REQUIRES: the registry has the stall.
DaySlip read_day_slip(ledger::Reader& reader, const Registry& registry, const StallId& stall,
                      ledger::BusinessDay day);

/// The slip as a PDF of one page, or as a PNG of `pixels_per_mm`, the same bytes for the same slip.
/// It says that it is no invoice. report_failed.
Result<std::string> draw_slip_pdf(const DaySlip& slip, const SlipPaper& paper);
Result<std::string> draw_slip_png(const DaySlip& slip, const SlipPaper& paper,
                                  double pixels_per_mm);

}  // namespace chopay::merchant::report
