#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/net/io_threads.hpp"
#include "gateway/net/task.hpp"

namespace chopay::api {

/// Before whom the threads of a pool give way.
enum class Pace {
  ordinary,
  behind,  ///< every thread of the ordinary pace goes first: for work that no money waits for
};

/// Makes the calling thread one of Pace::behind, where that is granted.
void give_way();

/// A few threads for work that would hold up an I/O thread: reading the disk, drawing, waiting for
/// another process. At most `queue_max` jobs wait; more are turned away.
class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t queue_max, Pace pace = Pace::ordinary);
  /// Does what is queued, then ends.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Is told which of the threads, 0 …, runs it.
  using Work = std::function<void(std::size_t thread)>;
  /// Runs the work on a pool thread and resumes on `loop`; what it throws is thrown here. False
  /// when the queue is full: then the work was not run.
  net::Task<bool> run(net::Loop& loop, Work work);

 private:
  struct Job {
    Work work;
    std::function<void(std::exception_ptr)> done;
  };
  void serve(std::size_t thread);
  bool enqueue(Job& job);

  const std::size_t queue_max_;
  const Pace pace_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace chopay::api
