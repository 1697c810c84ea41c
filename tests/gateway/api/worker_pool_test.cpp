#include "gateway/api/worker_pool.hpp"

#include <catch2/catch.hpp>
#include <sys/resource.h>
#include <unistd.h>

#include <future>
#include <stdexcept>

using namespace chopay;
using api::Pace;
using api::WorkerPool;

namespace {

int niceness() {
  return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
}

/// A loop on which work is waited for, and the future of a work's answer.
struct Waiting {
  net::IoThreads threads{1};
  Waiting() { threads.start(); }

  bool run(WorkerPool& pool, WorkerPool::Work work) {
    std::promise<bool> ran;
    threads.loop(0).spawn(asking(pool, threads.loop(0), std::move(work), ran));
    return ran.get_future().get();
  }
  static net::Task<void> asking(WorkerPool& pool, net::Loop& loop, WorkerPool::Work work,
                                std::promise<bool>& ran) {
    try {
      const bool done = co_await pool.run(loop, std::move(work));
      ran.set_value(done);
    } catch (...) {
      ran.set_exception(std::current_exception());
    }
  }
};

}  // namespace

TEST_CASE("Threads of the pace behind let every other thread go first, and no others do") {
  Waiting waiting;
  WorkerPool ordinary{1, 4};
  WorkerPool behind{2, 4, Pace::behind};
  const int here = niceness();
  int there = 0;
  CHECK(waiting.run(ordinary, [&](std::size_t) { there = niceness(); }));
  CHECK(there == here);
  CHECK(waiting.run(behind, [&](std::size_t) { there = niceness(); }));
  CHECK(there >= here + 5);
  CHECK(niceness() == here);
}

TEST_CASE("What a pool's work throws is thrown where it is waited for") {
  Waiting waiting;
  WorkerPool pool{1, 4, Pace::behind};
  CHECK_THROWS_AS(waiting.run(pool, [](std::size_t) { throw std::runtime_error("no room"); }),
                  std::runtime_error);
}
