#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// `chopay doctor`: looks at the machine, the settings and the ledger, and says what to do.
void add_doctor_command(Command& root);

}  // namespace chopay::cli
