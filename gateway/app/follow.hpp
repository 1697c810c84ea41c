#pragma once

#include "gateway/cli/serve_hook.hpp"

namespace chopay::app {

/// Keeps a verified copy of a market's log until SIGTERM or SIGINT, or until it is level with the
/// log; gives the exit code: 1 where the log shows another history, went back or gives what it has
/// not signed, 2 where it cannot be run.
int follow(const cli::FollowOptions& options);

}  // namespace chopay::app
