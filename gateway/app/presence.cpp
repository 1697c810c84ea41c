#include "gateway/app/presence.hpp"

#include <iterator>
#include <thread>

#include "gateway/api/vault_rows.hpp"
#include "gateway/net/signal.hpp"

namespace chopay::app {
namespace {

constexpr std::chrono::seconds glance_interval{1};
constexpr int glances_a_minute = 60;
/// The lane answers what is queued within this, or has failed.
constexpr int tries_at_end_max = 100;
constexpr std::chrono::milliseconds between_tries{10};

}  // namespace

void Presence::start(net::Loop& loop) {
  loop.spawn(keep(loop));
}

std::vector<ledger::VaultChange> Presence::due() const {
  auto rows = services_.keys.unwritten();
  for (auto& row : services_.keys.sessions.due(services_.clock.now())) {
    rows.push_back(std::move(row));
  }
  for (auto& row : services_.keys.pins.due()) rows.push_back(std::move(row));
  return rows;
}

net::Task<void> Presence::keep(net::Loop& loop) {
  for (int glance = 1;; glance = glance % glances_a_minute + 1) {
    co_await net::sleep_for(loop, glance_interval);
    auto rows = glance == glances_a_minute ? due() : services_.keys.unwritten();
    // Where it fails, the next request fails louder, and what has ended is tried again.
    co_await api::keep_rows(services_, loop, std::move(rows));
  }
}

void Presence::write_at_end() {
  auto rows = due();
  for (auto& row : services_.deliveries.due(services_.clock.now())) rows.push_back(std::move(row));
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
