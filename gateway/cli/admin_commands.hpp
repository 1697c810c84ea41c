#pragma once

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/serve_hook.hpp"

namespace chopay::cli {

/// `chopay admin`: who signs in, done on the machine itself, beside a stopped server. The hooks
/// must outlive the command line.
void add_admin_commands(Command& root, const Hooks& hooks);

}  // namespace chopay::cli
