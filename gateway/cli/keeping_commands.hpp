#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// Adds to the group `ledger`: backup and restore (a verified copy, while a server runs), export
/// and import (a market's log as lines of JSON) and erase (private parts, by age or by person).
void add_keeping_commands(Command& group);

}  // namespace chopay::cli
