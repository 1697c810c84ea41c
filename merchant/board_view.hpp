#pragma once

#include "merchant/reconciliation.hpp"
#include "merchant/registry.hpp"
#include "merchant/settlement.hpp"

namespace chopay::merchant {

// What a market board may see. A stall's sales are its household's: the board sees how many points
// are active, a stall's own figures where the household has agreed, and sums. A sum is shown only
// where what it tells beyond the stalls that agreed is of none or of at least five points:
// otherwise taking the shown from the sum would give away the few that are not shown.

inline constexpr std::int64_t points_in_sum_min = 5;

/// The settlement without the stalls that have not agreed, and without sums that would tell of
/// fewer than five such points. Figures that may not be seen are removed, not only marked.
Settlement board_view(Settlement whole, const Registry& registry);
/// The same for a reconciliation; late credits of those stalls are only counted.
Reconciliation board_view(Reconciliation whole, const Registry& registry);

/// True where every stall that has or had the account has agreed.
bool board_sees(const Registry& registry, const PayeeAccount& account);
/// True where the household of the stall has agreed.
bool board_sees(const Registry& registry, const StallId& stall);
/// True for a credit that nobody explains, and for one all of whose stalls have agreed.
bool board_sees(const Registry& registry, const CreditState& credit);
/// True for an entry that tells nothing of the sales of a stall that has not agreed.
bool board_sees(const Registry& registry, const ledger::Entry& entry);

}  // namespace chopay::merchant
