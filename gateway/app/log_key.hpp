#pragma once

#include <string>

#include "ledger/log_key.hpp"
#include "ledger/store.hpp"

namespace chopay::app {

/// Whether any log of the ledger has a checkpoint. Throws ledger::StoreFailure.
bool has_signed(ledger::Reader& reader);

/// The key in the ledger's folder, made at the first start. One that was made before the settings
/// named a host, and has signed nothing yet, gives way to one for `host`: the name of a log begins
/// with what is signed first. Throws StoreFailure where the key is gone though it has signed.
ledger::LogKey open_log_key(ledger::Reader& reader, const std::string& folder,
                            const std::string& host, ledger::Random& random);

}  // namespace chopay::app
