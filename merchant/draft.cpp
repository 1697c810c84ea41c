#include "merchant/draft.hpp"

#include <utility>

namespace chopay::merchant {

ledger::Draft draft_of(const ledger::MarketId& market, const ledger::StallId& stall,
                       ledger::Kind kind, ledger::BusinessDay day, std::string data) {
  ledger::Draft draft;
  draft.market = market;
  draft.kind = kind;
  draft.day = day;
  draft.stall = stall;
  draft.data = std::move(data);
  return draft;
}

}  // namespace chopay::merchant
