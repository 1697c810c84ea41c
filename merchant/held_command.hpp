#pragma once

#include <memory>
#include <string>
#include <vector>

#include "merchant/error.hpp"
#include "merchant/held_notice.hpp"

namespace chopay::merchant {

// What is asked of notices that wait for a person, as command.hpp takes it.

/// A notice that waits for a person.
struct HeldTransfer {
  HeldNotice notice;
  ledger::Instant told_at{};  ///< when the money came, by the statement that told it
};

struct HeldList {
  std::shared_ptr<const Registry> registry;
  std::vector<HeldTransfer> waiting;  ///< oldest first
};

/// The notices that wait for a person to say whether a statement told their money. unknown_market.
struct ShowHeldNotices {
  using Answer = Result<HeldList>;
  MarketId market;
};

/// A person says that it is the same money: it waits no more, and is posted nowhere. That it is
/// other money, TakeNotice says. unknown_market, not_pending.
struct SettleHeldNotice {
  using Answer = Result<void>;
  MarketId market;
  ledger::Seq rejection{};
  std::string by;  ///< who says so, as entries keep it
};

}  // namespace chopay::merchant
