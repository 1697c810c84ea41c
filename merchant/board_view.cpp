#include "merchant/board_view.hpp"

#include <algorithm>

#include "merchant/entry_data.hpp"

namespace chopay::merchant {
namespace {

using ledger::Kind;

bool too_few(std::int64_t points) {
  return points > 0 && points < points_in_sum_min;
}

/// Removes all but what nobody explains, which is no stall's.
void hide(DayFigures& figures) {
  DayFigures rest;
  rest.unmatched = figures.unmatched;
  rest.unmatched_count = figures.unmatched_count;
  figures = rest;
}

/// What the registry and the board itself do: no sale is in it.
bool tells_of_no_sale(Kind kind) {
  switch (kind) {
    case Kind::market_opened:
    case Kind::zone_opened:
    case Kind::stall_opened:
    case Kind::payee_change_asked:
    case Kind::payee_change_approved:
    case Kind::payee_change_withdrawn:
    case Kind::payee_changed:
    case Kind::day_closed:
    case Kind::consent_granted:
    case Kind::consent_withdrawn:
    case Kind::rejection_settled:
    case Kind::person_invited:
      return true;
    default:
      return false;
  }
}

/// A rejection is in no stall's list, but it has the account and the sum of a transfer.
bool board_sees_rejection(const Registry& registry, const ledger::Entry& entry) {
  if (!entry.key) return true;
  const auto of_virtual = read_rejection(entry).virtual_account;
  return board_sees(registry, PayeeAccount{entry.key->bank, entry.key->account}) &&
         (of_virtual.empty() || board_sees(registry, PayeeAccount{entry.key->bank, of_virtual}));
}

}  // namespace

bool board_sees(const Registry& registry, const PayeeAccount& account) {
  return std::all_of(registry.stalls.begin(), registry.stalls.end(), [&](const auto& row) {
    const auto& stall = row.second;
    const bool further = std::any_of(stall.further.begin(), stall.further.end(),
                                     [&](const auto& held) { return held.account == account; });
    return stall.consents() || !(further || stall.has_had(account));
  });
}

bool board_sees(const Registry& registry, const StallId& stall) {
  const auto* found = registry.stall(stall);
  return found && found->consents();
}

bool board_sees(const Registry& registry, const CreditState& credit) {
  return std::all_of(credit.parts.begin(), credit.parts.end(),
                     [&](const auto& part) { return board_sees(registry, part.stall); });
}

bool board_sees(const Registry& registry, const ledger::Entry& entry) {
  if (tells_of_no_sale(entry.kind)) return true;
  if (!entry.stall.empty()) return board_sees(registry, entry.stall);
  if (entry.kind == Kind::rejection) return board_sees_rejection(registry, entry);
  // No stall's list shows it: a credit that nobody explained then, or parts of several stalls.
  return entry.kind == Kind::credit;
}

Settlement board_view(Settlement whole, const Registry& registry) {
  std::int64_t beyond_shown = 0;  // points of which only the market's totals tell
  for (auto& zone : whole.zones) {
    std::erase_if(zone.stalls,
                  [&](const auto& stall) { return !board_sees(registry, stall.stall); });
    const auto unseen = zone.stalls_all - static_cast<std::int64_t>(zone.stalls.size());
    zone.hidden = too_few(unseen);
    if (!zone.hidden) continue;
    hide(zone.figures);
    beyond_shown += unseen;
  }
  whole.hidden = too_few(beyond_shown);
  if (whole.hidden) hide(whole.totals);
  return whole;
}

Reconciliation board_view(Reconciliation whole, const Registry& registry) {
  whole.settlement = board_view(std::move(whole.settlement), registry);
  if (whole.settlement.hidden) whole.at_banks = whole.settlement.totals.unmatched;
  whole.late_hidden = std::erase_if(whole.late, [&](const LateCredit& credit) {
    return !credit.stall.empty() && !board_sees(registry, credit.stall);
  });
  whole.accounts_hidden = std::erase_if(whole.statements, [&](const statement::AccountDay& day) {
    return !board_sees(registry, day.statement.account);
  });
  whole.accounts_hidden += std::erase_if(
      whole.without_statement, [&](const auto& row) { return !board_sees(registry, row.account); });
  return whole;
}

}  // namespace chopay::merchant
