#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "gateway/net/io_threads.hpp"
#include "gateway/net/task.hpp"
#include "ledger/appender.hpp"
#include "ledger/error.hpp"
#include "ledger/refusal.hpp"
#include "merchant/command.hpp"

namespace chopay::api {

/// Why a lane gave no answer; all of them mean 503 and "send it again".
enum class LaneState {
  answered,
  busy,      ///< the queue is full
  stopping,  ///< the process is going down
  failed,    ///< the store failed; nothing is known of what was asked
  // The ledger may be read but not added to: what ledger::Refusal says.
  rolled_back,
  forked,
  guard_lost,
  guard_damaged,
  key_lost,
  clock_behind,
  disk_full,
  disk_read_only,
};

/// Each reason for which the ledger may refuse what is to be added.
inline constexpr std::array every_refusal{
    ledger::Refusal::rolled_back,   ledger::Refusal::forked,       ledger::Refusal::guard_lost,
    ledger::Refusal::key_lost,      ledger::Refusal::clock_behind, ledger::Refusal::disk_full,
    ledger::Refusal::disk_read_only};
/// The reason that such a state tells of; nothing where it is none of them.
std::optional<ledger::Refusal> refusal_of(LaneState state);

/// An answer of the rules, or why there is none. REQUIRES for `answer`: state is `answered`.
template <class Answer>
struct Asked {
  LaneState state = LaneState::failed;
  Answer answer = nothing();

  static Answer nothing() {
    if constexpr (std::is_default_constructible_v<Answer>) {
      return {};
    } else {
      return ledger::Error{ledger::Errc::stopping};
    }
  }
};

/// The way from coroutines of the I/O threads to the ledger's lane and back: a command waits here
/// while the lane commits, and all that a batch answered is resumed with one post a thread.
class Lane final : public ledger::LaneListener {
 public:
  /// Is told of durable entries, each market's in order, on a thread of the lane, before the
  /// answers.
  using OnCommit = std::function<void(std::vector<ledger::SealedEntry>)>;
  /// Is told when the lane has failed for good, on a thread of the lane, perhaps more than once.
  using OnFailure = std::function<void(const std::string& why)>;

  Lane(net::IoThreads& threads, OnCommit on_commit, OnFailure on_failure);

  /// The appender that commands go to; set once, before the first ask().
  void connect(ledger::Appender& appender) { appender_ = &appender; }

  using OnBatch = std::function<void(const ledger::BatchFigures&)>;
  /// Is told of each batch, on a thread of the lane; set before the first ask().
  void on_batch(OnBatch on_batch) { on_batch_ = std::move(on_batch); }

  using OnRefusal = std::function<void(const std::optional<ledger::Refused>&)>;
  /// Is told why nothing can be added, and that it can again (nothing), on a thread of the lane or
  /// on that which makes the appender; set before that.
  void on_refusal(OnRefusal on_refusal) { on_refusal_ = std::move(on_refusal); }

  /// Asks from a coroutine on `loop`; resumes it there when everything that was written is durable.
  /// Moves from the command, which must be a named variable: g++ 12 destroys an aggregate that is
  /// made inside a co_await expression twice.
  template <class Command>
  net::Task<Asked<typename Command::Answer>> ask(net::Loop& loop, Command& command);

  /// Asks from a thread that is no I/O thread and waits. For setting up before the server starts.
  template <class Command>
  Asked<typename Command::Answer> ask_and_wait(Command command);

  void committed(std::vector<ledger::SealedEntry> entries) override;
  void answered(std::vector<std::unique_ptr<ledger::Command>> commands) override;
  void refused(std::vector<std::unique_ptr<ledger::Command>> commands,
               const ledger::Refused& why) override;
  void failed(std::vector<std::unique_ptr<ledger::Command>> commands,
              const std::string& why) override;
  void disk_failed() override { disk_failed_ = true; }
  /// Whether it was the disk for which the lane has failed. Callable from any thread.
  bool has_lost_its_disk() const { return disk_failed_; }
  void refusal_changed(const std::optional<ledger::Refused>& refused) override {
    if (on_refusal_) on_refusal_(refused);
  }
  void batch_ended(const ledger::BatchFigures& figures) override {
    if (on_batch_) on_batch_(figures);
  }

 private:
  using What = merchant::BookCommand::What;
  using AnyAnswer = merchant::BookCommand::Answer;
  using Reply = std::tuple<LaneState, AnyAnswer>;

  /// A command whose asker waits; resume() is called once.
  class Waiting : public merchant::BookCommand {
   public:
    /// `loop` is where the asker waits; nullptr: it is resumed on a thread of the lane.
    Waiting(net::Loop* loop_, What what_) : BookCommand(std::move(what_)), loop(loop_) {}
    virtual void resume(LaneState state) = 0;
    net::Loop* loop;
  };
  template <class Handler>
  class Parked;
  using Batch = std::vector<std::unique_ptr<Waiting>>;

  void submit(std::unique_ptr<Waiting> command);
  void resume_all(std::vector<std::unique_ptr<ledger::Command>> commands, LaneState state);
  /// What ask() and ask_and_wait() do, made once for all commands. Moves from `what`, which must
  /// live until the task ends.
  net::Task<Reply> post(net::Loop& loop, What& what);
  Reply post_and_wait(What what);

  net::IoThreads& threads_;
  OnCommit on_commit_;
  OnFailure on_failure_;
  OnBatch on_batch_;
  OnRefusal on_refusal_;
  ledger::Appender* appender_ = nullptr;
  std::atomic<bool> disk_failed_{false};
};

template <class Command>
net::Task<Asked<typename Command::Answer>> Lane::ask(net::Loop& loop, Command& command) {
  What what(std::move(command));
  auto [state, answer] = co_await post(loop, what);
  Asked<typename Command::Answer> asked{state};
  if (auto* given = std::get_if<typename Command::Answer>(&answer)) {
    asked.answer = std::move(*given);
  }
  co_return asked;
}

template <class Command>
Asked<typename Command::Answer> Lane::ask_and_wait(Command command) {
  auto [state, answer] = post_and_wait(std::move(command));
  Asked<typename Command::Answer> asked{state};
  if (auto* given = std::get_if<typename Command::Answer>(&answer)) {
    asked.answer = std::move(*given);
  }
  return asked;
}

}  // namespace chopay::api
