#pragma once

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/serve_hook.hpp"

namespace chopay::cli {

/// `chopay listen`: a market's events as they happen, for who writes a program against chopay.
void add_listen_command(Command& root, const Hooks& hooks);

}  // namespace chopay::cli
