#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// Adds the group `store`: init (a PostgreSQL database for ledgers) and use (a folder's ledger is
/// in one).
void add_store_commands(Command& root);

}  // namespace chopay::cli
