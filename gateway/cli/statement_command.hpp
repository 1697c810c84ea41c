#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// statement read, compare, import: what a bank's file says, and what it says of the ledger.
void add_statement_commands(Command& root);

}  // namespace chopay::cli
