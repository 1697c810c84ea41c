#pragma once

#include <boost/json.hpp>

#include "ledger/store.hpp"

namespace chopay::api {

/// The payer's bank as its short name, as the notice named it (≤ 40 bytes where our list has it
/// not); null where it named none, or what it said was erased. Nothing else of the payer.
boost::json::value payer_bank_json(ledger::Reader& reader, const ledger::MarketId& market,
                                   ledger::Seq seq);

}  // namespace chopay::api
