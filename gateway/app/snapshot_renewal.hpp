#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "ledger/store.hpp"

namespace chopay::app {

/// Brings the books' snapshot at `path` up to what the ledger has now, where more than
/// `entries_min` came since: in books of its own, so that nobody waits for it. Asks `goes_on`
/// before each entry; where that says no, and where the ledger cannot be folded, the file is left
/// as it is. True when it was written. Throws ledger::StoreFailure where the store or the disk
/// fails.
bool renew_snapshot(const std::string& path, ledger::Reader& reader, std::uint64_t entries_min,
                    const std::function<bool()>& goes_on);

/// Renews the snapshot from time to time, so that a start after a power cut, too, folds little. One
/// thread that gives way to all others; for that time the books are in memory twice. The store must
/// outlive it.
class SnapshotRenewal {
 public:
  using Warn = std::function<void(const std::string& why)>;

  /// `warn` is told, from the thread, what failed; it is tried again the next time.
  SnapshotRenewal(ledger::Store& store, std::string path, Warn warn);
  /// Waits for no more than the entry that is being folded, or for the file that is being written.
  ~SnapshotRenewal();

 private:
  void work();
  bool is_stopping();
  /// False when it is to end.
  bool wait_for_next();

  ledger::Store& store_;
  const std::string path_;
  const Warn warn_;
  std::mutex mutex_;
  std::condition_variable news_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace chopay::app
