#pragma once

#include "gateway/api/services.hpp"

namespace chopay::app {

/// Has an entry written for each payment request whose lifetime ended without money, some seconds
/// behind its end: what programs outside are told comes from entries alone. What ended while no
/// gateway ran is told at the start, as far as the book remembers it (merchant::request_kept).
/// Works on one loop; the services must outlive the loops.
class ExpiryWatch {
 public:
  explicit ExpiryWatch(api::Services& services) : services_(services) {}
  void start(net::Loop& loop) { loop.spawn(work(loop)); }

 private:
  net::Task<void> work(net::Loop& loop);
  /// True where there may be more to tell.
  net::Task<bool> look(net::Loop& loop);

  api::Services& services_;
};

}  // namespace chopay::app
