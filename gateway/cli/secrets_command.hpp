#pragma once

#include "gateway/cli/command_line.hpp"

namespace chopay::cli {

/// `chopay secrets rotate`: a new secret in a file, the one before beside it; `vault-key`: a new
/// key for the vault.
void add_secrets_commands(Command& root);

}  // namespace chopay::cli
