#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// traffic: sales at a running sandbox, one after the other at a set pace.
void add_traffic_command(Command& root);

}  // namespace chopay::cli
