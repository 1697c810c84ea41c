#pragma once

#include "gateway/http/message.hpp"
#include "ledger/clock.hpp"
#include "merchant/settlement.hpp"

namespace chopay::pages {

/// The market board's day table at /board?day=YYYY-MM-DD: totals, zones with their stalls and sums,
/// and at the foot the head of the ledger that it was computed at. On paper it also has the moment
/// and room for two signatures. `now` bounds the day picker. Works without script, which only keeps
/// the figures of the present day fresh. Whoever has signed in finds the way to their account.
http::Response board_page(const merchant::Settlement& settlement, ledger::Instant now,
                          bool signed_in = false);

}  // namespace chopay::pages
