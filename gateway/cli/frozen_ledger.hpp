#pragma once

#include <functional>
#include <string>

#include "gateway/cli/error.hpp"
#include "ledger/store.hpp"

namespace chopay::cli {

/// Lets `use` read the ledger of a data folder as it stands at one commit, also while a server
/// appends to it: every method of the reader sees the same state. The server's checkpoints wait
/// for the end. no_ledger where the folder has none; throws ledger::StoreFailure when it cannot be
/// read.
Result<void> with_frozen_ledger(const std::string& data,
                                const std::function<void(ledger::Reader&)>& use);

}  // namespace chopay::cli
