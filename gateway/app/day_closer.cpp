#include "gateway/app/day_closer.hpp"

#include <stdexcept>
#include <string>

#include "gateway/app/all_markets.hpp"
#include "gateway/app/clock_pause.hpp"

namespace chopay::app {
namespace {

/// A day that could not be closed, for the lane was busy, is tried again so soon.
constexpr std::chrono::seconds look_again{30};
/// Stands in the entry where a person's name would.
constexpr const char* closed_by = "automatic";

}  // namespace

ledger::BusinessDay day_due(ledger::Instant now, int hour) {
  const auto day = ledger::business_day_of(now - std::chrono::hours{hour});
  return ledger::BusinessDay::from_days(day.days() - 1);
}

net::Task<void> DayCloser::work(net::Loop& loop) {
  for (;;) {
    const auto due = day_due(services_.clock.now(), hour_);
    try {
      co_await close_due(loop, due);
    } catch (const std::runtime_error& failure) {
      // The disk was slow, or worse; then the lane says so.
      services_.warn("day_not_closed", failure.what());
    }
    co_await pause_by(loop, services_.clock, look_again);
  }
}

net::Task<void> DayCloser::close_due(net::Loop& loop, ledger::BusinessDay due) {
  const auto markets = co_await all_markets(services_, loop);
  for (const auto& [market, head] : markets) {
    const auto done = done_.find(market);
    if (done != done_.end() && done->second >= due) continue;
    if (co_await close_all(loop, market, due)) done_[market] = due;
  }
}

net::Task<bool> DayCloser::close_all(net::Loop& loop, ledger::MarketId market,
                                     ledger::BusinessDay due) {
  for (;;) {
    merchant::CloseNextDay what{market, due, closed_by};
    const auto asked = co_await services_.lane.ask(loop, what);
    if (asked.state != api::LaneState::answered) co_return false;
    if (!asked.answer) {
      services_.warn("day_not_closed", market.text() + ": " + asked.answer.error().message());
      co_return false;
    }
    if (asked.answer->date >= due) co_return true;
  }
}

}  // namespace chopay::app
