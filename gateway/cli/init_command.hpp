#pragma once

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/serve_hook.hpp"

namespace chopay::cli {

/// `chopay init`: a new market and the invitation of its first board manager. What is not given as
/// an option is asked for.
void add_init_command(Command& root, const Hooks& hooks);

/// The short name that a market of this name has in addresses when nobody chooses one:
/// "cho-ha-long-i" of "Chợ Hạ Long I"; empty where nothing of the name can stand in it.
std::string usual_market_id(const std::string& name);

}  // namespace chopay::cli
