#pragma once

#include <memory>
#include <string>

#include "gateway/cli/error.hpp"
#include "ledger/store.hpp"
#include "merchant/registry.hpp"

namespace chopay::cli {

/// The market of the name, or the only one where the name is empty; bad_id, unknown_market,
/// no_market, several_markets.
Result<ledger::MarketId> choose_market(ledger::Reader& reader, const std::string& name);

/// The market's zones and stalls, folded from its log; the error names the first bad entry.
Result<std::shared_ptr<const merchant::Registry>> fold_registry(ledger::Reader& reader,
                                                                const ledger::MarketId& market);

/// Both for a data folder: the registry of the market, as the ledger stands now. Throws
/// ledger::StoreFailure when it cannot be read.
Result<std::shared_ptr<const merchant::Registry>> read_registry(const std::string& data,
                                                                const std::string& market);

}  // namespace chopay::cli
