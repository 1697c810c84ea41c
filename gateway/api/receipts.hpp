#pragma once

#include <optional>

#include "gateway/api/services.hpp"
#include "ledger/receipt.hpp"

namespace chopay::api {

/// The receipt of the entry under the newest checkpoint that a witness has signed, or else under
/// the newest of all; nothing where the log is not signed or has no such entry.
std::optional<ledger::Receipt> newest_receipt(ledger::Reader& reader, const Services& services,
                                              const ledger::MarketId& market, ledger::Seq seq);

}  // namespace chopay::api
