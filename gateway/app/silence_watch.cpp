#include "gateway/app/silence_watch.hpp"

#include <stdexcept>

#include "gateway/app/all_markets.hpp"
#include "gateway/app/clock_pause.hpp"

namespace chopay::app {
namespace {

constexpr std::chrono::seconds between_looks{60};

}  // namespace

net::Task<void> SilenceWatch::work(net::Loop& loop) {
  for (;;) {
    co_await pause_by(loop, services_.clock, between_looks);
    try {
      co_await look(loop);
    } catch (const std::runtime_error& failure) {
      services_.warn("silence_not_looked_for", failure.what());
    }
  }
}

net::Task<void> SilenceWatch::look(net::Loop& loop) {
  const auto markets = co_await all_markets(services_, loop);
  for (const auto& one : markets) co_await raise(loop, one.market);
}

net::Task<void> SilenceWatch::raise(net::Loop& loop, ledger::MarketId market) {
  merchant::FindSilentStalls what{market, rule_};
  const auto found = co_await services_.lane.ask(loop, what);
  if (found.state != api::LaneState::answered || !found.answer) co_return;
  for (const auto& silent : *found.answer) {
    merchant::RaiseAlarm told{market, {}};
    told.alarm.code = merchant::AlarmCode::silent_stall;
    told.alarm.stall = silent.stall;
    told.alarm.since = silent.since;
    told.alarm.missed = silent.missed;
    const auto raised = co_await services_.lane.ask(loop, told);
    if (raised.state != api::LaneState::answered) co_return;
    services_.warn("stall_silent", market.text() + ' ' + silent.stall.text());
  }
}

}  // namespace chopay::app
