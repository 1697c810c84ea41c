#pragma once

#include <ostream>

#include "gateway/cli/serve_hook.hpp"

namespace chopay::app {

// What the command line asks of the program as a whole; each gives the exit code.

/// Serves until SIGTERM or SIGINT (0), or until the ledger fails (74, EX_IOERR): then nothing more
/// is acknowledged and a supervisor must start it again.
int serve(const cli::ServeOptions& options);
/// Opens a market described in a file, in the ledger of a folder that no server has open.
int open_market_offline(const cli::MarketOpenOptions& options, std::ostream& out);
/// Makes a key for a market of the folder's ledger and prints it once.
int create_key_offline(const cli::KeyCreateOptions& options, std::ostream& out);

}  // namespace chopay::app
