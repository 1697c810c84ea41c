#pragma once

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/serve_hook.hpp"

namespace chopay::cli {

/// Adds `charges list`, `charges open` and `charges export`. The hooks must outlive the tree.
void add_charges_commands(Command& root, const Hooks& hooks);

}  // namespace chopay::cli
