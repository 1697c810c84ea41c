#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// Adds `qr encode|decode|image|read`.
void add_qr_commands(Command& root);

}  // namespace chopay::cli
