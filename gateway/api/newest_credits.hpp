#pragma once

#include <cstddef>
#include <functional>

#include "gateway/api/access.hpp"
#include "ledger/store.hpp"
#include "merchant/event.hpp"

namespace chopay::api {

/// So many of a stall's newest credits are seen by who may not see its history (Deed::see_history).
inline constexpr std::size_t newest_credits_max = 20;

/// Gives `take` a stall's newest credits, the newest first, at most `limit`, each as the event that
/// told of it.
void for_newest_credits(
    ledger::Reader& reader, const merchant::MarketId& market, const merchant::StallId& stall,
    std::size_t limit,
    const std::function<void(const ledger::StoredEntry&, const merchant::Event&)>& take);

/// True for who sees a stall's newest credits alone.
bool has_short_reach(const Access& access);
/// The first entry of its stall that the access reaches: 1 unless it has_short_reach(), else the
/// oldest of the newest credits.
ledger::Seq first_within_reach(const Access& access, ledger::Reader& reader);

}  // namespace chopay::api
