#pragma once

#include <vector>

#include "merchant/report/figures.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::report {

/// The adjustments of the figures, one a row, and their sums by what they are.
std::vector<Table> adjustment_tables(const Figures& figures);

}  // namespace chopay::merchant::report
