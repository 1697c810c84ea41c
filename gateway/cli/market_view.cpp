#include "gateway/cli/market_view.hpp"

#include <algorithm>

#include "gateway/cli/frozen_ledger.hpp"
#include "ledger/replay.hpp"
#include "merchant/book.hpp"

namespace chopay::cli {

Result<ledger::MarketId> choose_market(ledger::Reader& reader, const std::string& name) {
  const auto heads = reader.heads();
  if (name.empty()) {
    if (heads.empty()) return Error{Errc::no_market};
    if (heads.size() > 1) return Error{Errc::several_markets};
    return heads.front().market;
  }
  auto market = ledger::MarketId::parse(name);
  if (!market) return market;
  const bool known = std::ranges::any_of(
      heads, [&](const ledger::MarketHead& head) { return head.market == *market; });
  if (!known) return Error{Errc::unknown_market, name};
  return market;
}

Result<std::shared_ptr<const merchant::Registry>> fold_registry(ledger::Reader& reader,
                                                                const ledger::MarketId& market) {
  merchant::Book book;
  const auto read = ledger::replay(reader, [&](const ledger::Entry& entry) {
    if (entry.market == market) book.apply(entry);
  });
  if (!read) return read.error();
  return book.registry();
}

Result<std::shared_ptr<const merchant::Registry>> read_registry(const std::string& data,
                                                                const std::string& name) {
  Result<std::shared_ptr<const merchant::Registry>> registry{Error{Errc::no_market}};
  const auto read = with_frozen_ledger(data, [&](ledger::Reader& reader) {
    const auto market = choose_market(reader, name);
    if (market) {
      registry = fold_registry(reader, *market);
    } else {
      registry = market.error();
    }
  });
  if (!read) return read.error();
  return registry;
}

}  // namespace chopay::cli
