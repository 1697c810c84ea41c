#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "gateway/net/sweeper.hpp"

namespace chopay::net {

class Poller;

/// One I/O thread: its event loop and its deadlines. What is started on a loop stays on it, so
/// nothing of a connection needs a lock.
class Loop {
 public:
  Loop(std::size_t index, std::chrono::milliseconds tick);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  std::size_t index() const { return index_; }
  boost::asio::any_io_executor executor() const;
  Sweeper& sweeper() { return sweeper_; }
  Poller& poller() { return *poller_; }
  /// Runs the work on this loop's thread, later. Callable from any thread.
  void post(std::function<void()> work);
  /// Starts a coroutine on this loop; an exception that leaves it ends the process.
  void spawn(Task<void> task);

 private:
  friend class IoThreads;
  struct Engine;
  std::size_t index_;
  Sweeper sweeper_;
  std::unique_ptr<Poller> poller_;
  std::unique_ptr<Engine> engine_;
};

/// The I/O threads of the process. Loops exist from construction and run from start().
class IoThreads {
 public:
  /// REQUIRES count ≥ 1. `tick` is how often deadlines are looked at.
  explicit IoThreads(std::size_t count,
                     std::chrono::milliseconds tick = std::chrono::milliseconds(250));
  /// Stops; what still waits on a loop is destroyed without being resumed.
  ~IoThreads();

  std::size_t size() const { return loops_.size(); }
  Loop& loop(std::size_t index) { return *loops_[index]; }
  void start();
  /// Ends the loops and joins the threads. Work that has not finished is not resumed.
  void stop();

 private:
  std::vector<std::unique_ptr<Loop>> loops_;
};

}  // namespace chopay::net
