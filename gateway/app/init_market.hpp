#pragma once

#include <ostream>

#include "gateway/cli/serve_hook.hpp"

namespace chopay::app {

class Gateway;

/// Opens the market in the ledger of a folder that no server has open, and prints the invitation of
/// its first board manager. A market that is there already stays; one whose first manager has come
/// in once, put out since or not, invites nobody. Gives the exit code.
int init_market(const cli::InitOptions& options, std::ostream& out);

/// Invites the first board manager of a market for a day, by an entry that says `by` what; the code
/// of the invitation, which opens nothing once there has been one. Before the gateway starts, or
/// from a thread that is no I/O thread. Throws what cannot be done.
std::string invite_first(Gateway& gateway, const merchant::MarketId& market,
                         const std::string& person, const std::string& by);

}  // namespace chopay::app
