#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// Adds `callback check`: says what would be done with a bank's message, as one line of JSON a
/// message. exit_no when one is refused, exit_not_run when one cannot be checked.
void add_callback_commands(Command& root);

}  // namespace chopay::cli
