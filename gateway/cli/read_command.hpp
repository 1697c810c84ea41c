#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// Adds `qr read PHOTO`: every code in a photo, with its verdict where a ledger is given.
void add_read_command(Command& qr);

}  // namespace chopay::cli
