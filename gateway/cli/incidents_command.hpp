#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// `chopay incidents`: BC-07 of a period.
void add_incidents_command(Command& root);

}  // namespace chopay::cli
