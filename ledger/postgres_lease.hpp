#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "ledger/store.hpp"

namespace chopay::ledger {

/// Which gateway adds to the logs of a PostgreSQL ledger, so that a second one waits instead of
/// meeting the fence of the heads. Safety never rests on it: who takes over raises the epoch of
/// every head, and who wrote before writes nothing more.
///
/// The holder counts up in a row of the database; whoever sees the count stand for `silence_max`
/// by its own clock takes over. No machine's time of day matters.
class PostgresLease {
 public:
  static constexpr std::chrono::milliseconds beat_every{250};
  static constexpr std::chrono::milliseconds silence_max{1'500};

  /// Asked between two looks whether to go on waiting for the gateway that holds it.
  using KeepWaiting = std::function<bool()>;

  /// Takes the lease, at once where nobody holds it. Throws StoreFailure where another gateway
  /// does and `keep_waiting` says no, or is none; and where the server cannot be reached.
  PostgresLease(std::string url, const KeepWaiting& keep_waiting);
  /// Gives it back, so that the next one need not wait.
  ~PostgresLease();
  PostgresLease(const PostgresLease&) = delete;
  PostgresLease& operator=(const PostgresLease&) = delete;

  /// True once another gateway has taken over.
  bool is_lost() const { return lost_; }

 private:
  void keep();

  std::string url_;
  std::string holder_;
  std::atomic<bool> lost_{false};
  std::mutex mutex_;
  std::condition_variable news_;
  bool ending_ = false;
  std::thread keeper_;
};

}  // namespace chopay::ledger
