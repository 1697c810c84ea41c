#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/pages/bank_delay.hpp"
#include "ledger/clock.hpp"
#include "merchant/settlement.hpp"

namespace chopay::pages {

/// A source of notices, and when it was last heard since the start.
struct FeedHealth {
  std::string source;
  std::optional<ledger::Instant> heard_at;
};

/// How long a source may be unheard before it is called silent, where its settings do not say.
inline constexpr std::chrono::minutes silent_usually{30};

struct BoardLook {
  bool signed_in = false;  ///< finds the way to their account
  std::vector<FeedHealth> feeds = {};
  std::vector<BankDelayLook> delays = {};  ///< shown on the present day
  /// Changes of payee accounts that wait; nothing for whoever may not see them.
  std::optional<std::size_t> payee_changes = {};
  bool may_invite = false;     ///< keeps the list of those who may come in for the board
  std::size_t held = 0;        ///< notices that wait for this visitor's word
  bool may_reconcile = false;  ///< explains credits, compares statements, closes days
  Language language = Language::vietnamese;
};

/// The market board's day table at /board?day=YYYY-MM-DD: totals, zones with their stalls and sums,
/// and at the foot the head of the ledger that it was computed at. On paper it also has the moment
/// and room for two signatures. `now` bounds the day picker. Works without script, which only keeps
/// the figures of the present day fresh. The present day also tells which stalls that agreed had no
/// sale yet, and how the sources of notices are.
http::Response board_page(const merchant::Settlement& settlement, ledger::Instant now,
                          const BoardLook& look = {});

}  // namespace chopay::pages
