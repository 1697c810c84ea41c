#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// log, replay: what sources have sent. Below `group`, the commands of callbacks.
void add_delivery_commands(Command& group);

}  // namespace chopay::cli
