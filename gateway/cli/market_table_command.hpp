#pragma once

#include "gateway/cli/cli.hpp"
#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// `market import` and `market export`: a whole market as one CSV file. `hooks` must outlive
/// `group`.
void add_market_table_commands(Command& group, const Hooks& hooks);

}  // namespace chopay::cli
