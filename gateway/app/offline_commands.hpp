#pragma once

#include <functional>
#include <ostream>

#include "gateway/cli/serve_hook.hpp"

namespace chopay::app {

/// What was asked could not be begun.
inline constexpr int exit_not_run = 2;

/// Runs a command of the command line and gives its exit code; what cannot be done is one line on
/// stderr and exit_not_run.
int guarded(const std::function<int()>& command);

// What the command line does with the ledger of a folder that no server has open; each gives the
// exit code.

/// Opens a market described in a file.
int open_market_offline(const cli::MarketOpenOptions& options, std::ostream& out);
/// Makes a key for a market and prints it once.
int create_key_offline(const cli::KeyCreateOptions& options, std::ostream& out);
/// Prints the market's keys, one a line, or revokes the named one.
int list_keys_offline(const cli::KeyListOptions& options, std::ostream& out);
/// Bills a month of the board's charges; what was billed already is not again.
int open_charges_offline(const cli::ChargesOpenOptions& options, std::ostream& out);

}  // namespace chopay::app
