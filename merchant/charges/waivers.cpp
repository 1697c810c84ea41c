#include "merchant/charges/waivers.hpp"

#include <algorithm>
#include <utility>

#include "merchant/charges/charge_data.hpp"

namespace chopay::merchant::charges {
namespace {

constexpr std::size_t page_entries = 500;

/// The stall's waivers of the month, which come to `waived`: no entry before the first of them is
/// read.
std::vector<Waiver> waivers_of(ledger::Reader& reader, const MarketId& market, const StallId& stall,
                               BusinessDay month, Dong waived) {
  std::vector<Waiver> found;
  ledger::Seq before{};
  while (waived > Dong{}) {
    const auto page = reader.stall_page(market, stall, before, page_entries);
    for (const auto& stored : page) {
      const auto entry = ledger::decode(stored.bytes).value();
      if (entry.kind != ledger::Kind::charge_waived) continue;
      auto data = read_charge_waived(entry);
      if (data.month != month) continue;
      const auto amount = posted_to(entry, "waived/");
      found.push_back({stall, entry.day, amount, std::move(data.why), entry.seq});
      waived -= amount;
    }
    if (page.size() < page_entries) break;
    before = page.back().seq;
  }
  std::ranges::reverse(found);
  return found;
}

}  // namespace

std::vector<Waiver> read_waivers(ledger::Reader& reader, const MarketId& market,
                                 const ChargeMonth& bills, BusinessDay month) {
  std::vector<Waiver> all;
  for (const auto& [stall, charge] : bills.stalls) {
    for (auto& one : waivers_of(reader, market, stall, month, charge.waived)) {
      all.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace chopay::merchant::charges
