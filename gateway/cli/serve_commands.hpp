#pragma once

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/serve_hook.hpp"

namespace chopay::cli {

/// Adds `serve` and `sandbox`. The hooks must outlive the tree.
void add_serve_commands(Command& root, const Hooks& hooks);

}  // namespace chopay::cli
