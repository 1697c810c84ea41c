#pragma once

#include <vector>

#include "gateway/api/services.hpp"

namespace chopay::app {

/// Writes once a minute when sessions and devices were last used, and erases the sessions that are
/// over: a request itself waits for no write. What a power cut takes is a minute of being idle.
/// When keys were last used is written once an hour. What has ended while the ledger had too much
/// to do is erased within a second or two.
class Presence {
 public:
  explicit Presence(api::Services& services) : services_(services) {}
  /// Begins, on this loop. The object must outlive the loop's thread.
  void start(net::Loop& loop);
  /// Writes what is behind, and waits for it: at the end, when nobody asks any more. From no I/O
  /// thread.
  void write_at_end();

 private:
  /// What is to be written every minute.
  std::vector<ledger::VaultChange> due() const;
  net::Task<void> keep(net::Loop& loop);

  api::Services& services_;
};

}  // namespace chopay::app
