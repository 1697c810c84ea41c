#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// Adds `pay`: pays a code as a shopper's phone and bank would and sends the notice to the gateway.
/// Prints one line a notice: status, answer, milliseconds. exit_done only if all were answered 2xx,
/// exit_no if one was not, exit_not_run if nothing was sent.
void add_pay_command(Command& root);

}  // namespace chopay::cli
