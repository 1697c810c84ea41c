#include "gateway/app/presence.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <thread>

#include "gateway/api/vault_rows.hpp"
#include "gateway/net/signal.hpp"

namespace chopay::app {
namespace {

constexpr std::chrono::seconds glance_interval{1};
constexpr int glances_a_minute = 60;
/// People who look whether a key is still needed ask for days, not minutes.
constexpr std::chrono::hours key_uses_apart{1};
/// Of a minute: 30,000 keys in use come round within the hour.
constexpr std::size_t key_uses_max = 500;
/// The lane answers what is queued within this, or has failed.
constexpr int tries_at_end_max = 100;
constexpr std::chrono::milliseconds between_tries{10};

void append(std::vector<ledger::VaultChange>& rows, std::vector<ledger::VaultChange> more) {
  std::ranges::move(more, std::back_inserter(rows));
}

}  // namespace

void Presence::start(net::Loop& loop) {
  loop.spawn(keep(loop));
}

std::vector<ledger::VaultChange> Presence::due() const {
  auto rows = services_.keys.unwritten();
  append(rows, services_.keys.sessions.due(services_.clock.now()));
  append(rows, services_.keys.pins.due());
  return rows;
}

net::Task<void> Presence::keep(net::Loop& loop) {
  for (int glance = 1;; glance = glance % glances_a_minute + 1) {
    co_await net::sleep_for(loop, glance_interval);
    const bool minute_over = glance == glances_a_minute;
    auto rows = minute_over ? due() : services_.keys.unwritten();
    if (minute_over) append(rows, services_.keys.uses_due(key_uses_apart, key_uses_max));
    // Where it fails, the next request fails louder, and what has ended is tried again.
    co_await api::keep_rows(services_, loop, std::move(rows));
  }
}

void Presence::write_at_end() {
  auto rows = due();
  append(rows, services_.keys.uses_due({}, std::numeric_limits<std::size_t>::max()));
  append(rows, services_.deliveries.due(services_.clock.now()));
  if (rows.empty()) return;
  merchant::ChangeVault change{std::move(rows.front())};
  change.further.assign(std::make_move_iterator(rows.begin() + 1),
                        std::make_move_iterator(rows.end()));
  for (int tries = 0; tries < tries_at_end_max; ++tries) {
    if (services_.lane.ask_and_wait(change).state != api::LaneState::busy) return;
    std::this_thread::sleep_for(between_tries);
  }
}

}  // namespace chopay::app
