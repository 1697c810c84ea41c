#include "gateway/app/presence.hpp"

#include <iterator>

#include "gateway/api/vault_rows.hpp"
#include "gateway/net/signal.hpp"

namespace chopay::app {
namespace {

constexpr std::chrono::minutes presence_interval{1};

}  // namespace

void Presence::start(net::Loop& loop) {
  loop.spawn(keep(loop));
}

std::vector<ledger::VaultChange> Presence::due() const {
  auto rows = services_.keys.sessions.due(services_.clock.now());
  auto of_devices = services_.keys.pins.due();
  rows.insert(rows.end(), std::make_move_iterator(of_devices.begin()),
              std::make_move_iterator(of_devices.end()));
  return rows;
}

net::Task<void> Presence::keep(net::Loop& loop) {
  for (;;) {
    co_await net::sleep_for(loop, presence_interval);
    // Where it fails, the next request fails louder.
    co_await api::keep_rows(services_, loop, due());
  }
}

}  // namespace chopay::app
