#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "gateway/api/worker_pool.hpp"
#include "ledger/store.hpp"

namespace chopay::api {

/// A few threads that read the store, each through a reader of its own, so that no I/O thread
/// waits for the disk.
class ReaderPool {
 public:
  ReaderPool(ledger::Store& store, std::size_t threads, std::size_t queue_max = 256,
             Pace pace = Pace::ordinary);

  using Work = std::function<void(ledger::Reader&)>;
  /// As WorkerPool::run.
  net::Task<bool> run(net::Loop& loop, Work work);

 private:
  std::vector<std::unique_ptr<ledger::Reader>> readers_;  ///< one a thread; outlives the pool
  WorkerPool pool_;
};

}  // namespace chopay::api
