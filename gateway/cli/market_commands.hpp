#pragma once

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/serve_hook.hpp"

namespace chopay::cli {

/// Adds `market open`, `market show` and `key create`. The hooks must outlive the tree.
void add_market_commands(Command& root, const Hooks& hooks);

}  // namespace chopay::cli
