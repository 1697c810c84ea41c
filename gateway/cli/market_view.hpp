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

}  // namespace chopay::cli
