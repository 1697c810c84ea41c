#pragma once

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/serve_hook.hpp"

namespace chopay::cli {

/// Adds `ledger verify` (recomputes every hash, balance and total; exit_no and one line that names
/// market and entry at the first damage), `ledger balances`, `settlement` (adds up a business day)
/// those of keeping_commands.hpp, and `ledger follow`.
void add_ledger_commands(Command& root, const Hooks& hooks);

}  // namespace chopay::cli
