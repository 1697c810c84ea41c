#pragma once

#include <chrono>
#include <map>

#include "gateway/api/services.hpp"

namespace chopay::app {

/// The newest business day that is due to be closed: yesterday from `hour` (0–23, Vietnam) on, the
/// day before until then.
ledger::BusinessDay day_due(ledger::Instant now, int hour);

/// Closes every market's business days by itself, the days that a standstill left open first. Works
/// on one loop; the services must outlive the loops.
class DayCloser {
 public:
  /// `hour` as in day_due().
  DayCloser(api::Services& services, int hour) : services_(services), hour_(hour) {}
  void start(net::Loop& loop) { loop.spawn(work(loop)); }

 private:
  net::Task<void> work(net::Loop& loop);
  net::Task<void> close_due(net::Loop& loop, ledger::BusinessDay due);
  /// True when no day up to `due` is open any more.
  net::Task<bool> close_all(net::Loop& loop, ledger::MarketId market, ledger::BusinessDay due);

  api::Services& services_;
  int hour_;
  std::map<ledger::MarketId, ledger::BusinessDay> done_;  ///< everything up to here is closed
};

}  // namespace chopay::app
