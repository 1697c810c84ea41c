#include "gateway/api/worker_pool.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/resource.h>
#include <unistd.h>

#include <memory>
#include <utility>

namespace chopay::api {

namespace asio = boost::asio;

namespace {

/// A tenth of a core that an ordinary thread wants too (sched(7): weights of 110 and 1024). The
/// idle class would leave nothing: beside a busy neighbour a report would never be done.
constexpr int nicer_behind = 10;

}  // namespace

/// Of this thread alone: on Linux a thread has a nice value of its own. Where it is not granted the
/// work is done at the ordinary pace.
void give_way() {
  const auto thread = static_cast<id_t>(::gettid());
  ::setpriority(PRIO_PROCESS, thread, ::getpriority(PRIO_PROCESS, thread) + nicer_behind);
}

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_max, Pace pace)
    : queue_max_(queue_max), pace_(pace) {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this, i] { serve(i); });
  }
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  news_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void WorkerPool::serve(std::size_t thread) {
  if (pace_ == Pace::behind) give_way();
  for (;;) {
    Job job;
    {
      std::unique_lock lock{mutex_};
      news_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      job = std::move(queue_.front());
      queue_.pop_front();
    }
    std::exception_ptr thrown;
    try {
      job.work(thread);
    } catch (...) {
      thrown = std::current_exception();
    }
    job.done(thrown);
  }
}

bool WorkerPool::enqueue(Job& job) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(job));
  }
  news_.notify_one();
  return true;
}

net::Task<bool> WorkerPool::run(net::Loop& loop, Work work) {
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                          void(std::exception_ptr, bool)>(
      [&](auto handler) {
        // std::function wants to be copied; the handler of a coroutine can only be moved.
        auto parked = std::make_shared<decltype(handler)>(std::move(handler));
        const auto resume = [&loop, parked](std::exception_ptr error, bool ran) {
          loop.post([parked, error, ran] { (*parked)(error, ran); });
        };
        Job job{std::move(work), [resume](std::exception_ptr error) { resume(error, true); }};
        if (!enqueue(job)) resume(nullptr, false);
      },
      asio::use_awaitable);
}

}  // namespace chopay::api
