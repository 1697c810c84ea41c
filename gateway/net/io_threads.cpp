#include "gateway/net/io_threads.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <thread>
#include <utility>

#include "gateway/net/poller.hpp"

namespace chopay::net {

namespace asio = boost::asio;

struct Loop::Engine {
  // One thread runs it: the scheduler then wakes nobody. Posting from elsewhere stays safe.
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  std::thread thread;
};

Loop::Loop(std::size_t index, std::chrono::milliseconds tick)
    : index_(index),
      sweeper_(tick),
      poller_(std::make_unique<Poller>()),
      engine_(std::make_unique<Engine>()) {
  spawn(sweeper_.run());
  spawn(poller_->run());
}

// Coroutines that wait on sockets are dropped first: their ends still need the engine.
Loop::~Loop() {
  poller_->abandon();
}

asio::any_io_executor Loop::executor() const {
  return engine_->context.get_executor();
}

void Loop::post(std::function<void()> work) {
  asio::post(engine_->context, std::move(work));
}

void Loop::spawn(Task<void> task) {
  asio::co_spawn(engine_->context, std::move(task), [](const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
  });
}

IoThreads::IoThreads(std::size_t count, std::chrono::milliseconds tick) {
  for (std::size_t i = 0; i < count; ++i) loops_.push_back(std::make_unique<Loop>(i, tick));
}

IoThreads::~IoThreads() {
  stop();
}

void IoThreads::start() {
  for (auto& loop : loops_) {
    loop->engine_->thread = std::thread([engine = loop->engine_.get()] { engine->context.run(); });
  }
}

void IoThreads::stop() {
  for (auto& loop : loops_) loop->engine_->context.stop();
  for (auto& loop : loops_) {
    if (loop->engine_->thread.joinable()) loop->engine_->thread.join();
  }
}

}  // namespace chopay::net
