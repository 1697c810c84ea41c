#pragma once

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/serve_hook.hpp"

namespace chopay::cli {

/// `chopay key create|list|revoke`: works on the folder of a ledger that no server has open.
void add_key_commands(Command& root, const Hooks& hooks);

}  // namespace chopay::cli
