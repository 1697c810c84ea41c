#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "merchant/error.hpp"
#include "merchant/payee_change.hpp"

namespace chopay::merchant {

// The steps of a change of a stall's payee account, as command.hpp takes them.

/// Asks for another payee account of a stall. Changes nothing until the other side agrees, the
/// cooling-off has passed and the change is completed. unknown_stall, bad_account,
/// payee_change_open.
struct AskPayeeChange {
  using Answer = Result<PayeeChange>;
  MarketId market;
  StallId stall;
  PayeeAccount account;
  std::string holder;
  Actor actor;
};

/// The other side agrees. unknown_payee_change, not_pending, needs_other_party.
struct ApprovePayeeChange {
  using Answer = Result<PayeeChange>;
  MarketId market;
  StallId stall;
  std::string id;
  Actor actor;
  std::chrono::seconds cool_off{24 * 3600};
};

/// Either side takes it back, until it is done. unknown_payee_change, not_pending.
struct WithdrawPayeeChange {
  using Answer = Result<PayeeChange>;
  MarketId market;
  StallId stall;
  std::string id;
  Actor actor;
};

/// The new sticker is up: money goes to the new account from now on. unknown_payee_change,
/// payee_change_not_ready, bad_account.
struct CompletePayeeChange {
  using Answer = Result<PayeeChange>;
  MarketId market;
  StallId stall;
  std::string id;
  Actor actor;
};

/// The stall's last change. unknown_payee_change.
struct ShowPayeeChange {
  using Answer = Result<PayeeChange>;
  MarketId market;
  StallId stall;
};

/// The changes that are open, by stall. unknown_market.
struct ShowPayeeChanges {
  using Answer = Result<std::vector<PayeeChange>>;
  MarketId market;
};

}  // namespace chopay::merchant
