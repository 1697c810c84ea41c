#include "gateway/net/signal.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <thread>

using namespace chopay;
using namespace std::chrono_literals;

namespace {

/// Runs one coroutine on a loop of its own and gives its value.
template <class T>
T run(net::IoThreads& threads, net::Task<T> (*coroutine)(net::Loop&, net::Signal&),
      net::Signal& signal) {
  std::promise<T> promise;
  auto wrapped = [](net::Loop& loop, net::Signal& one, std::promise<T>& done,
                    net::Task<T> (*inner)(net::Loop&, net::Signal&)) -> net::Task<void> {
    done.set_value(co_await inner(loop, one));
  };
  threads.loop(0).spawn(wrapped(threads.loop(0), signal, promise, coroutine));
  return promise.get_future().get();
}

}  // namespace

TEST_CASE("News that came before the wait ends it at once") {
  net::IoThreads threads(1);
  net::Signal signal(threads.loop(0));
  threads.start();
  signal.notify();
  const bool news = run<bool>(
      threads,
      [](net::Loop& loop, net::Signal& one) -> net::Task<bool> {
        net::Waiter waiter(loop);
        co_return co_await one.wait(waiter, 0, 1h);
      },
      signal);
  CHECK(news);
}

TEST_CASE("A wait without news ends at its time") {
  net::IoThreads threads(1);
  net::Signal signal(threads.loop(0));
  threads.start();
  const bool news = run<bool>(
      threads,
      [](net::Loop& loop, net::Signal& one) -> net::Task<bool> {
        net::Waiter waiter(loop);
        co_return co_await one.wait(waiter, one.version(), 5ms);
      },
      signal);
  CHECK_FALSE(news);
}

TEST_CASE("A wake-up that belongs to older news does not end a wait") {
  net::IoThreads threads(1);
  net::Signal signal(threads.loop(0));
  threads.start();
  const bool news = run<bool>(
      threads,
      [](net::Loop& loop, net::Signal& one) -> net::Task<bool> {
        net::Waiter waiter(loop);
        one.notify();  // its wake-up comes while the wait below is under way
        const auto began = std::chrono::steady_clock::now();
        const bool result = co_await one.wait(waiter, one.version(), 30ms);
        co_return result || std::chrono::steady_clock::now() - began < 30ms;
      },
      signal);
  CHECK_FALSE(news);
}

TEST_CASE("All who wait are woken by one notice from another thread") {
  net::IoThreads threads(1);
  net::Signal signal(threads.loop(0));
  std::atomic<int> waiting{0};
  std::atomic<int> woken{0};
  auto wait = [&](net::Loop& loop) -> net::Task<void> {
    net::Waiter waiter(loop);
    ++waiting;
    if (co_await signal.wait(waiter, 0, 1h)) ++woken;
  };
  for (int i = 0; i < 100; ++i) threads.loop(0).spawn(wait(threads.loop(0)));
  threads.start();
  while (waiting < 100) std::this_thread::yield();
  signal.notify();
  const auto patience = std::chrono::steady_clock::now() + 60s;
  while (woken < 100 && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
  CHECK(woken == 100);
}
