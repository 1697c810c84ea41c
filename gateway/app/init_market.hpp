#pragma once

#include <ostream>

#include "gateway/cli/serve_hook.hpp"

namespace chopay::app {

/// Opens the market in the ledger of a folder that no server has open, and prints the invitation of
/// its first board manager. A market that is there already stays; one with somebody of the board
/// invites nobody. Gives the exit code.
int init_market(const cli::InitOptions& options, std::ostream& out);

}  // namespace chopay::app
