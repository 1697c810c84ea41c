#pragma once

#include <string>

#include "gateway/cli/command_line.hpp"
#include "gateway/cli/error.hpp"
#include "ledger/verify.hpp"

namespace chopay::cli {

/// Adds `receipt verify` (checks a receipt with nothing but the log's key), `log key` (prints the
/// keys that checkpoints and receipts are checked with) and `log trust-head` (makes a new head
/// guard for a ledger that is known to be its newest copy).
void add_proof_commands(Command& root);

/// What the ledger of a folder is held against: its own key where it has one (log.key, or the text
/// `key`), and the checkpoint of the file where one is named. Errors: cannot_read, those of notes.
Result<ledger::VerifyTrust> trust_of(const std::string& data, const std::string& checkpoint_file,
                                     const std::string& key);

}  // namespace chopay::cli
