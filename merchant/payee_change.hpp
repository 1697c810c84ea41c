#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/entry.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

using ledger::Instant;

/// The two sides that must agree before a stall's money goes to another account. A changed payee
/// account is how a market gets robbed: nobody can do it alone, whatever keys they hold.
enum class Party {
  household,  ///< the stall's household or its delegate
  board,      ///< the market board
};

std::string_view party_name(Party party);

/// Somebody who acts for one of the two.
struct Actor {
  Party party = Party::household;
  std::string by;  ///< who, as entries keep it
};

enum class PayeeChangeStatus {
  waiting,  ///< one side asked, the other has not answered
  cooling,  ///< both agreed; it may still be withdrawn by either
  ready,    ///< the cooling-off has passed: it is done when the new sticker is put up
  done,     ///< money goes to the new account, earlier stickers are outdated
  withdrawn,
};

std::string_view payee_change_status_name(PayeeChangeStatus status);

/// A change of a stall's payee account. A stall has one at a time.
struct PayeeChange {
  std::string id;  ///< "pc_" and 22 characters
  StallId stall;
  PayeeAccount account;  ///< the new one
  std::string holder;    ///< of the new account, as the bank writes it
  Actor asked;
  Instant asked_at;
  std::optional<Actor> approved = {};
  Instant effective_at = {};  ///< end of the cooling-off; only when approved
  bool withdrawn = false;
  bool done = false;

  PayeeChangeStatus status(Instant now) const;
  /// True while nothing else may be asked for the stall.
  bool open() const { return !withdrawn && !done; }
};

/// The data of its further entries.
struct PayeeChangeStep {
  std::string id;
  Actor actor;
  Instant effective_at = {};  ///< of an approval
};

std::string to_data(const PayeeChange& data);
std::string to_data(const PayeeChangeStep& data);
PayeeChange read_payee_change_asked(const ledger::Entry& entry);
PayeeChangeStep read_payee_change_step(const ledger::Entry& entry);

}  // namespace chopay::merchant
