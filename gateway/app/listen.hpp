#pragma once

#include <iosfwd>

#include "gateway/cli/serve_hook.hpp"

namespace chopay::app {

/// Prints a market's events, and forwards them, until it is told to stop; gives the exit code.
int listen(const cli::ListenOptions& options, std::ostream& out);

}  // namespace chopay::app
