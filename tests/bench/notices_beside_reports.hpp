#pragma once

#include <cstdint>

namespace chopay::bench {

/// How notices fare while reports are made: medians of several rounds with and without, in turn.
struct NoticesBesideReports {
  double p99_ms = 0;               ///< of a notice, nothing else asked
  double p99_ms_with_reports = 0;  ///< while four reports are asked for at any time
  double reports_per_s = 0;        ///< a month of 1,000 stalls as PDF
};

/// A gateway on a real disk is told so many notices a second, whatever is answered. Throws
/// std::runtime_error where an answer was not 200.
NoticesBesideReports measure_notices_beside_reports(double notices_per_s, int rounds);

}  // namespace chopay::bench
