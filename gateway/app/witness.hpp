#pragma once

#include "gateway/cli/serve_hook.hpp"

namespace chopay::app {

/// Runs a witness (C2SP tlog-witness) until SIGTERM or SIGINT; gives the exit code. Its key is made
/// at the first start.
int witness(const cli::WitnessOptions& options);

}  // namespace chopay::app
