#pragma once

#include "gateway/cli/serve_hook.hpp"

namespace chopay::app {

/// Serves until SIGTERM or SIGINT (0), or until the ledger fails (74, EX_IOERR): then nothing more
/// is acknowledged and a supervisor must start it again.
int serve(const cli::ServeOptions& options);

}  // namespace chopay::app
