#include "gateway/app/clock_pause.hpp"

#include "gateway/net/signal.hpp"

namespace chopay::app {

net::Task<void> pause_by(net::Loop& loop, const ledger::Clock& clock, std::chrono::seconds time) {
  constexpr std::chrono::seconds look{1};
  const auto until = clock.now() + time;
  // Counted as well: a clock that is set back must not make anybody wait for it.
  for (auto waited = look; waited <= time; waited += look) {
    co_await net::sleep_for(loop, look);
    if (clock.now() >= until) co_return;
  }
}

}  // namespace chopay::app
