#pragma once

#include "gateway/api/services.hpp"
#include "merchant/zone_flow.hpp"

namespace chopay::app {

/// Looks once a minute for stalls that are silent beyond their habit, and has each silence told
/// once. Works on one loop; the services must outlive the loops.
class SilenceWatch {
 public:
  SilenceWatch(api::Services& services, merchant::SilenceRule rule)
      : services_(services), rule_(rule) {}
  void start(net::Loop& loop) { loop.spawn(work(loop)); }

 private:
  net::Task<void> work(net::Loop& loop);
  net::Task<void> look(net::Loop& loop);
  net::Task<void> raise(net::Loop& loop, ledger::MarketId market);

  api::Services& services_;
  merchant::SilenceRule rule_;
};

}  // namespace chopay::app
