#pragma once

#include <chrono>

#include "gateway/net/io_threads.hpp"
#include "gateway/net/task.hpp"
#include "ledger/clock.hpp"

namespace chopay::app {

/// Waits until that much time has passed by the clock, which a sandbox sets forward, to a second;
/// never longer than by the machine's own. The clock must outlive the task.
net::Task<void> pause_by(net::Loop& loop, const ledger::Clock& clock, std::chrono::seconds time);

}  // namespace chopay::app
