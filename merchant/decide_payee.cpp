// Decisions about a stall's payee account: two people, a day of waiting, a new sticker.
#include "merchant/draft.hpp"
#include "merchant/payee_change.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {
namespace {

using ledger::Kind;

std::string status_text(const PayeeChange& change, Instant now) {
  return std::string{payee_change_status_name(change.status(now))};
}

}  // namespace

/// The stall's change, if it is the one of this id.
Result<PayeeChange> Rules::payee_change(const MarketId& market, const StallId& stall,
                                        const std::string& id) const {
  const auto* found = book(market);
  const auto* change = found ? found->payee_change(stall) : nullptr;
  if (!change || change->id != id) return refuse<PayeeChange>(Errc::unknown_payee_change);
  return *change;
}

Rules::Outcome Rules::decide_on(const AskPayeeChange& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  const auto* stall = market ? market->registry()->stall(command.stall) : nullptr;
  if (!stall) return {{}, refuse<PayeeChange>(Errc::unknown_stall, command.stall.text())};
  const auto* earlier = market->payee_change(command.stall);
  if (earlier && earlier->open()) return {{}, refuse<PayeeChange>(Errc::payee_change_open)};
  if (!is_payee_account(command.account) || !is_name(command.holder)) {
    return {{}, refuse<PayeeChange>(Errc::bad_account)};
  }
  if (stall->receives(command.account)) {
    return {{}, refuse<PayeeChange>(Errc::bad_account, "the stall has this account already")};
  }
  if (taken_elsewhere(command.account, command.market)) {
    return {{}, refuse<PayeeChange>(Errc::bad_account, "another market has the account")};
  }
  PayeeChange change{new_token("pc_"), stall->id,     command.account,
                     command.holder,   command.actor, now};
  return {draft_of(command.market, stall->id, Kind::payee_change_asked,
                   ledger::business_day_of(now), to_data(change)),
          Result<PayeeChange>{change}};
}

Rules::Outcome Rules::decide_on(const ApprovePayeeChange& command, ledger::KnownKeys&,
                                Instant now) {
  auto change = payee_change(command.market, command.stall, command.id);
  if (!change) return {{}, change};
  if (change->status(now) != PayeeChangeStatus::waiting) {
    return {{}, refuse<PayeeChange>(Errc::not_pending, status_text(*change, now))};
  }
  // The other side, and another person: whoever holds both keys is still one.
  if (command.actor.party == change->asked.party || command.actor.by == change->asked.by) {
    return {{}, refuse<PayeeChange>(Errc::needs_other_party)};
  }
  const PayeeChangeStep step{change->id, command.actor, now + command.cool_off};
  return {draft_of(command.market, command.stall, Kind::payee_change_approved,
                   ledger::business_day_of(now), to_data(step)),
          change};
}

Rules::Outcome Rules::decide_on(const WithdrawPayeeChange& command, ledger::KnownKeys&,
                                Instant now) {
  auto change = payee_change(command.market, command.stall, command.id);
  if (!change || change->withdrawn) return {{}, change};
  if (change->done) return {{}, refuse<PayeeChange>(Errc::not_pending, "done")};
  const PayeeChangeStep step{change->id, command.actor};
  return {draft_of(command.market, command.stall, Kind::payee_change_withdrawn,
                   ledger::business_day_of(now), to_data(step)),
          change};
}

Rules::Outcome Rules::decide_on(const CompletePayeeChange& command, ledger::KnownKeys&,
                                Instant now) {
  auto change = payee_change(command.market, command.stall, command.id);
  if (!change || change->done) return {{}, change};
  if (change->status(now) != PayeeChangeStatus::ready) {
    return {{}, refuse<PayeeChange>(Errc::payee_change_not_ready, status_text(*change, now))};
  }
  if (taken_elsewhere(change->account, command.market)) {
    return {{}, refuse<PayeeChange>(Errc::bad_account, "another market has the account")};
  }
  const PayeeChangeStep step{change->id, command.actor};
  return {draft_of(command.market, command.stall, Kind::payee_changed, ledger::business_day_of(now),
                   to_data(step)),
          change};
}

Rules::Outcome Rules::decide_on(const ShowPayeeChange& command, ledger::KnownKeys&, Instant) {
  const auto* market = book(command.market);
  const auto* change = market ? market->payee_change(command.stall) : nullptr;
  if (!change) return {{}, refuse<PayeeChange>(Errc::unknown_payee_change)};
  return {{}, Result<PayeeChange>{*change}};
}

Rules::Outcome Rules::decide_on(const ShowPayeeChanges& command, ledger::KnownKeys&, Instant) {
  using Answer = ShowPayeeChanges::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  return {{}, Answer{market->open_payee_changes()}};
}

}  // namespace chopay::merchant
