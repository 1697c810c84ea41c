#include "gateway/api/lane.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <future>

namespace asio = boost::asio;

namespace chopay::api {
namespace {

LaneState state_of(ledger::Refusal refusal) {
  switch (refusal) {
    case ledger::Refusal::rolled_back:
      return LaneState::rolled_back;
    case ledger::Refusal::forked:
      return LaneState::forked;
    case ledger::Refusal::guard_lost:
      return LaneState::guard_lost;
    case ledger::Refusal::guard_damaged:
      return LaneState::guard_damaged;
    case ledger::Refusal::key_lost:
      return LaneState::key_lost;
    case ledger::Refusal::clock_behind:
      return LaneState::clock_behind;
    case ledger::Refusal::disk_full:
      return LaneState::disk_full;
    case ledger::Refusal::disk_read_only:
      return LaneState::disk_read_only;
  }
  return LaneState::failed;
}

}  // namespace

std::optional<ledger::Refusal> refusal_of(LaneState state) {
  for (const auto refusal : every_refusal) {
    if (state_of(refusal) == state) return refusal;
  }
  return std::nullopt;
}

template <class Handler>
class Lane::Parked final : public Waiting {
 public:
  Parked(net::Loop* loop_, What what_, Handler handler)
      : Waiting(loop_, std::move(what_)), handler_(std::move(handler)) {}
  void resume(LaneState state) override {
    auto handler = std::move(handler_);
    handler(state, std::move(answer));
  }

 private:
  Handler handler_;
};

Lane::Lane(net::IoThreads& threads, OnCommit on_commit, OnFailure on_failure)
    : threads_(threads), on_commit_(std::move(on_commit)), on_failure_(std::move(on_failure)) {}

void Lane::submit(std::unique_ptr<Waiting> command) {
  std::unique_ptr<ledger::Command> asked = std::move(command);
  const auto submitted = appender_->submit(asked);
  if (submitted == ledger::Appender::Submitted::queued) return;
  const bool full = submitted == ledger::Appender::Submitted::full;
  std::vector<std::unique_ptr<ledger::Command>> refused;
  refused.push_back(std::move(asked));
  // Posted like an answer: a coroutine must not be resumed while it is still being suspended.
  resume_all(std::move(refused), full ? LaneState::busy : LaneState::stopping);
}

void Lane::committed(std::vector<ledger::SealedEntry> entries) {
  on_commit_(std::move(entries));
}

void Lane::answered(std::vector<std::unique_ptr<ledger::Command>> commands) {
  resume_all(std::move(commands), LaneState::answered);
}

void Lane::refused(std::vector<std::unique_ptr<ledger::Command>> commands,
                   const ledger::Refused& why) {
  resume_all(std::move(commands), state_of(why.why));
}

void Lane::failed(std::vector<std::unique_ptr<ledger::Command>> commands, const std::string& why) {
  resume_all(std::move(commands), LaneState::failed);
  on_failure_(why);
}

void Lane::resume_all(std::vector<std::unique_ptr<ledger::Command>> commands, LaneState state) {
  std::vector<std::shared_ptr<Batch>> by_loop(threads_.size());
  for (auto& command : commands) {
    std::unique_ptr<Waiting> waiting{static_cast<Waiting*>(command.release())};
    if (!waiting->loop) {
      waiting->resume(state);
      continue;
    }
    auto& batch = by_loop[waiting->loop->index()];
    if (!batch) batch = std::make_shared<Batch>();
    batch->push_back(std::move(waiting));
  }
  for (std::size_t i = 0; i < by_loop.size(); ++i) {
    if (!by_loop[i]) continue;
    threads_.loop(i).post([batch = std::move(by_loop[i]), state] {
      for (auto& waiting : *batch) waiting->resume(state);
    });
  }
}

net::Task<Lane::Reply> Lane::post(net::Loop& loop, What& what) {
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                          void(LaneState, AnyAnswer)>(
      [&](auto handler) {
        submit(std::make_unique<Parked<decltype(handler)>>(&loop, std::move(what),
                                                           std::move(handler)));
      },
      asio::use_awaitable);
}

Lane::Reply Lane::post_and_wait(What what) {
  std::promise<Reply> promise;
  auto future = promise.get_future();
  auto done = [&](LaneState state, AnyAnswer answer) {
    promise.set_value({state, std::move(answer)});
  };
  submit(std::make_unique<Parked<decltype(done)>>(nullptr, std::move(what), std::move(done)));
  return future.get();
}

}  // namespace chopay::api
