#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// Adds `reference scan` (the reference codes in texts on standard input) and `words` (an amount in
/// Vietnamese words).
void add_text_commands(Command& root);

}  // namespace chopay::cli
