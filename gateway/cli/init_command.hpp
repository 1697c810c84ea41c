#pragma once

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/serve_hook.hpp"

namespace chopay::cli {

/// `chopay init`: a new market and the invitation of its first board manager. What is not given as
/// an option is asked for.
void add_init_command(Command& root, const Hooks& hooks);

}  // namespace chopay::cli
