#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "gateway/net/io_threads.hpp"
#include "gateway/net/task.hpp"

namespace chopay::net {

/// One that waits: for a signal, for at most some time, or until abandoned. Used on the thread of
/// its loop, by one coroutine at a time.
class Waiter {
 public:
  explicit Waiter(Loop& loop);
  ~Waiter();
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  /// Ends a wait that is under way.
  void wake();

 private:
  friend class Signal;
  struct State;
  std::unique_ptr<State> state_;
};

/// Waits so long, whatever happens. On the loop's thread.
Task<void> sleep_for(Loop& loop, std::chrono::milliseconds time);

/// "There is news", told by any thread to the coroutines of one loop. News is never missed: the
/// waiter says which version it has seen, and a later one ends the wait at once.
class Signal {
 public:
  explicit Signal(Loop& loop);
  ~Signal();
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  /// Callable from any thread. Many calls in a row wake the loop once.
  void notify();
  /// How often there was news. Read it *before* looking at what the news is about.
  std::uint64_t version() const;
  /// Waits until version() differs from `seen` (true), or `at_most` has passed or the waiter was
  /// woken by hand (false). On the loop's thread.
  Task<bool> wait(Waiter& waiter, std::uint64_t seen, std::chrono::milliseconds at_most);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace chopay::net
