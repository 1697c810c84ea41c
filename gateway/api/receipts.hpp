#pragma once

#include <optional>

#include "gateway/api/services.hpp"
#include "ledger/receipt.hpp"
#include "merchant/registry.hpp"

namespace chopay::api {

/// The receipt of the entry under the newest checkpoint that a witness has signed, or else under
/// the newest of all; nothing where the log is not signed or has no such entry.
std::optional<ledger::Receipt> newest_receipt(ledger::Reader& reader, const Services& services,
                                              const ledger::MarketId& market, ledger::Seq seq);

/// Who is of a stall sees its entries, a board what tells of no sale that it may not see, a program
/// all of its market. What a household notes, neither its helper nor the board sees.
bool may_see_entry(const Access& access, const ledger::Entry& entry,
                   const merchant::Registry& registry);

/// The newest checkpoint of the market's log, with the witnesses' signatures where they have seen
/// just that one.
std::optional<ledger::Note> newest_checkpoint(ledger::Reader& reader, const Services& services,
                                              const ledger::MarketId& market);

}  // namespace chopay::api
