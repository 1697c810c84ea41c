#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// chopay settlement: a day's, a month's or any days' report as JSON, CSV, XLSX or PDF.
void add_settlement_command(Command& root);

}  // namespace chopay::cli
