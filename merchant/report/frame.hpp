#pragma once

#include "merchant/registry.hpp"
#include "merchant/report/period.hpp"
#include "merchant/report/report.hpp"

namespace chopay::merchant::report {

/// A report of the market without its code, name, title, tables, words and notes: what every paper
/// of it has around them. `as_of` 0: the log is empty.
Report framed(const Registry& registry, const Period& period, ledger::Instant as_of,
              const ledger::Head& head);

/// "BC01_ha-long-1_2026-11": ASCII, since ids of markets are.
std::string file_name_of(std::string_view code, const Registry& registry, const Period& period);

/// When the entry at the head was written; 0 for an empty log.
ledger::Instant time_of(ledger::Reader& reader, const MarketId& market, const ledger::Head& head);

}  // namespace chopay::merchant::report
