#pragma once

#include <pthread.h>

#include <chrono>
#include <csignal>
#include <functional>

namespace chopay::app {

/// Holds back the signals that end the process, in this thread and all it starts, so that they can
/// be waited for.
class StopSignals {
 public:
  /// Whether SIGHUP is held back too, for wait(on_hangup); else it ends the process as ever.
  enum class Hangup { ends, waited_for };

  explicit StopSignals(Hangup hangup = Hangup::ends) {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGINT);
    auto held = signals_;
    if (hangup == Hangup::waited_for) sigaddset(&held, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &held, nullptr);
  }
  void wait() const {
    int signal = 0;
    sigwait(&signals_, &signal);
  }
  /// The same; whenever SIGHUP comes before that, calls `on_hangup`.
  void wait(const std::function<void()>& on_hangup) const {
    auto signals = signals_;
    sigaddset(&signals, SIGHUP);
    for (;;) {
      int signal = 0;
      sigwait(&signals, &signal);
      if (signal != SIGHUP) return;
      on_hangup();
    }
  }
  /// True when a signal came within the time.
  bool wait_for(std::chrono::milliseconds time) const { return wait_for(signals_, time) > 0; }
  /// The same; where SIGHUP comes within it, calls `on_hangup`, and waits no longer.
  bool wait_for(std::chrono::milliseconds time, const std::function<void()>& on_hangup) const {
    auto signals = signals_;
    sigaddset(&signals, SIGHUP);
    const int signal = wait_for(signals, time);
    if (signal == SIGHUP) on_hangup();
    return signal > 0 && signal != SIGHUP;
  }

 private:
  /// The signal that came; -1: none.
  static int wait_for(const sigset_t& signals, std::chrono::milliseconds time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const timespec limit{seconds.count(), (time - seconds).count() * 1'000'000L};
    return sigtimedwait(&signals, nullptr, &limit);
  }

  sigset_t signals_;
};

}  // namespace chopay::app
