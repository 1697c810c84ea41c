#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/net/io_threads.hpp"
#include "gateway/net/task.hpp"
#include "ledger/store.hpp"

namespace chopay::api {

/// A few threads that read the store, each through a reader of its own, so that no I/O thread
/// waits for the disk.
class ReaderPool {
 public:
  ReaderPool(ledger::Store& store, std::size_t threads, std::size_t queue_max = 256);
  ~ReaderPool();
  ReaderPool(const ReaderPool&) = delete;
  ReaderPool& operator=(const ReaderPool&) = delete;

  using Work = std::function<void(ledger::Reader&)>;
  /// Runs the work on a pool thread and resumes on `loop`; what it throws is thrown here. False
  /// when the queue is full: then the work was not run.
  net::Task<bool> run(net::Loop& loop, Work work);

 private:
  struct Job {
    Work work;
    std::function<void(std::exception_ptr)> done;
  };
  void serve(ledger::Reader& reader);
  bool enqueue(Job& job);

  const std::size_t queue_max_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::unique_ptr<ledger::Reader>> readers_;
  std::vector<std::thread> threads_;
};

}  // namespace chopay::api
