#include "merchant/charges/reminders.hpp"

namespace chopay::merchant::charges {
namespace {

/// "reminder/<market>/<stall>".
std::string rows_of(const MarketId& market) {
  return "reminder/" + market.text() + '/';
}

}  // namespace

RemindedAt reminded_at(ledger::Reader& reader, const MarketId& market) {
  RemindedAt found;
  const auto prefix = rows_of(market);
  for (const auto& [name, value] : reader.vault_list(prefix)) {
    const auto stall = StallId::parse(name.substr(prefix.size()));
    const auto at = ledger::parse_instant(value);
    if (stall && at) found[*stall] = *at;
  }
  return found;
}

ledger::VaultChange reminder_row(const MarketId& market, const StallId& stall, ledger::Instant at) {
  return {rows_of(market) + stall.text(), ledger::format_instant(at)};
}

}  // namespace chopay::merchant::charges
