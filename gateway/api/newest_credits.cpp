#include "gateway/api/newest_credits.hpp"

namespace chopay::api {
namespace {

/// Entries of a stall that are read at once.
constexpr std::size_t page_entries = 200;

}  // namespace

void for_newest_credits(
    ledger::Reader& reader, const merchant::MarketId& market, const merchant::StallId& stall,
    std::size_t limit,
    const std::function<void(const ledger::StoredEntry&, const merchant::Event&)>& take) {
  ledger::Seq before{};
  std::size_t count = 0;
  while (count < limit) {
    const auto page = reader.stall_page(market, stall, before, page_entries);
    for (const auto& stored : page) {
      const auto event = merchant::event_of(ledger::decode(stored.bytes).value());
      if (!event || (event->type != "credit" && event->type != "late_credit")) continue;
      take(stored, *event);
      if (++count == limit) return;
    }
    if (page.size() < page_entries) return;
    before = page.back().seq;
  }
}

bool has_short_reach(const Access& access) {
  return is_of_a_stall(access.role) && !access.may(Deed::see_history, access.stall);
}

ledger::Seq first_within_reach(const Access& access, ledger::Reader& reader) {
  ledger::Seq oldest{1};
  if (!has_short_reach(access)) return oldest;
  std::size_t count = 0;
  for_newest_credits(reader, access.market, access.stall, newest_credits_max,
                     [&](const ledger::StoredEntry& stored, const merchant::Event&) {
                       // With fewer of them there is no history yet.
                       if (++count == newest_credits_max) oldest = stored.seq;
                     });
  return oldest;
}

}  // namespace chopay::api
