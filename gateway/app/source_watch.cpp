#include "gateway/app/source_watch.hpp"

#include <algorithm>

#include "gateway/api/vault_rows.hpp"
#include "gateway/app/all_markets.hpp"
#include "gateway/app/clock_pause.hpp"
#include "gateway/net/signal.hpp"
#include "ledger/business_day.hpp"

namespace chopay::app {
namespace {

constexpr std::chrono::seconds log_interval{1};
constexpr std::chrono::seconds look_interval{30};
constexpr std::chrono::hours opens{6};
constexpr std::chrono::hours closes{20};
/// So many of a source's newest messages are looked through for one that was really its own.
constexpr std::size_t messages_looked_at_max = 100;

}  // namespace

bool is_market_time(ledger::Instant now) {
  const auto local = now + ledger::vietnam_offset;
  const auto of_day = local - std::chrono::floor<std::chrono::days>(local);
  return of_day >= opens && of_day < closes;
}

void recall_contacts(api::Services& services) {
  for (const auto& [id, feeder] : *services.feeders.now()) {
    for (const auto& message : services.deliveries.page(id, 0, messages_looked_at_max)) {
      if (message.action.starts_with("reject")) continue;
      services.contacts.heard(id, message.received_at);
      break;
    }
  }
}

void SourceWatch::start(net::Loop& loop) {
  started_ = services_.clock.now();
  loop.spawn(keep(loop));
  loop.spawn(listen(loop));
}

net::Task<void> SourceWatch::keep(net::Loop& loop) {
  for (;;) {
    co_await net::sleep_for(loop, log_interval);
    // Where it fails, the next notice fails louder.
    co_await api::keep_rows(services_, loop, services_.deliveries.due(services_.clock.now()));
  }
}

net::Task<void> SourceWatch::listen(net::Loop& loop) {
  for (;;) {
    co_await pause_by(loop, services_.clock, look_interval);
    for (const auto& silence : look(services_.clock.now())) {
      services_.warn("source_silent", silence.source + ": no message since " +
                                          ledger::format_instant(silence.since));
      co_await raise(loop, silence);
    }
  }
}

std::vector<SourceWatch::Silence> SourceWatch::look(ledger::Instant now) {
  std::vector<Silence> silences;
  if (!is_market_time(now)) return silences;
  const auto feeders = services_.feeders.now();
  for (const auto& [id, feeder] : *feeders) {
    if (feeder.silent_after.count() == 0) continue;
    // What others send under its name is no sign of life.
    const auto since = std::max(started_, services_.contacts.last(id).value_or(started_));
    if (now - since < feeder.silent_after) {
      silent_.erase(id);
    } else if (silent_.insert(id).second) {
      silences.push_back({id, since, feeder.sandbox});
    }
  }
  return silences;
}

/// An alarm in every market of the source's realm: any of them may miss its money.
net::Task<void> SourceWatch::raise(net::Loop& loop, const Silence& silence) {
  const auto markets = co_await all_markets(services_, loop);
  for (const auto& one : markets) {
    merchant::ShowRegistry show{one.market};
    const auto shown = co_await services_.lane.ask(loop, show);
    if (shown.state != api::LaneState::answered || !shown.answer) continue;
    if ((*shown.answer)->sandbox != silence.sandbox) continue;
    merchant::RaiseAlarm told{one.market, {}};
    told.alarm.code = merchant::AlarmCode::silent_source;
    told.alarm.source = silence.source;
    told.alarm.since = silence.since;
    co_await services_.lane.ask(loop, told);
  }
}

}  // namespace chopay::app
