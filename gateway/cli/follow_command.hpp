#pragma once

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/serve_hook.hpp"

namespace chopay::cli {

/// Adds `ledger follow` to the group.
void add_follow_command(Command& group, const Hooks& hooks);

}  // namespace chopay::cli
