#include "merchant/market_import.hpp"

#include <algorithm>

#include "merchant/market_table_columns.hpp"

namespace chopay::merchant {

namespace {

bool is_anothers(const OpenStall& stall, const Registry& registry) {
  return std::ranges::any_of(registry.stalls, [&](const auto& other) {
    const auto had = [&](const PayeeAccount& account) { return other.second.has_had(account); };
    return had(stall.account) || std::ranges::any_of(stall.further, had, &HeldAccount::account);
  });
}

}  // namespace

MarketImport plan_import(const MarketTable& table, const MarketId& market,
                         const std::vector<RegisteredMarket>& known, bool corrected) {
  MarketImport import;
  if (table.file.market.market != market) {
    import.problems.push_back({2, std::string{market_columns[0]}, "the file is of another market"});
    return import;
  }
  import.problems = conflicts(table, known, corrected, OtherMarkets::unnamed);
  if (!import.problems.empty()) return import;
  const auto own = std::ranges::find_if(
      known, [&](const RegisteredMarket& one) { return one.registry->market == market; });
  const auto& registry = *own->registry;
  for (const auto& zone : table.file.zones) {
    if (!registry.zone(zone.zone.id)) import.zones.push_back(zone);
  }
  for (const auto& stall : table.file.stalls) {
    if (registry.stall(stall.id)) continue;
    if (is_anothers(stall, registry)) {
      import.problems.push_back({table.stall_rows.at(stall.id), std::string{stall_columns[10]},
                                 "a stall of the market has this account"});
    }
    import.stalls.push_back(stall);
  }
  if (corrected) import.corrections = corrections(table, *own);
  import.unchanged = table.file.stalls.size() - import.stalls.size() - import.corrections.size();
  return import;
}

std::string empty_market_table(const RegisteredMarket& market) {
  auto registry = *market.registry;
  registry.stalls.clear();
  registry.stalls_by_account.clear();
  return write_market_table(
      {std::make_shared<const Registry>(std::move(registry)), market.contact, {}});
}

}  // namespace chopay::merchant
