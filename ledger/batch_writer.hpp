#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "ledger/lane.hpp"
#include "ledger/sealer.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// Commands that write nothing. What they are told may rest on entries of any log that are not
/// durable yet: the last writer that has made such durable answers them.
struct Questions {
  Commands commands;
  std::atomic<int> awaited{0};  ///< batches before which they must not be answered
  std::atomic<bool> failed{false};
};

/// What was decided, on its way into the store: written in one transaction, then answered.
struct DecidedBatch {
  Commands commands;  ///< that wrote something
  std::vector<SealedEntry> entries;
  std::vector<VaultChange> vault;
  Sealer::Sealed sealed;
  std::vector<std::shared_ptr<Questions>> questions;
  std::size_t decided = 0;  ///< commands, with the questions that were decided beside them
  std::size_t held = 0;     ///< commands that wait for it, with all questions that do
  std::size_t bytes = 0;    ///< of those

  bool writes() const { return !entries.empty() || !vault.empty(); }
  bool is_empty() const { return commands.empty() && questions.empty(); }
  /// What waited for this batch and for nothing else any more; `failed`: its outcome is unknown.
  /// Such commands whose other batches have failed go to `failed_ones`.
  void release(bool failed, Commands& answered, Commands& failed_ones);
};

/// Makes decided batches durable, one after the other, and has them answered. All that a log gets
/// comes from one of them.
class BatchWriter {
 public:
  /// Whom the writer serves; called on the writer's thread.
  struct Owner {
    virtual ~Owner() = default;
    /// It has nothing to do from now on.
    virtual void writer_is_free() = 0;
    /// It has stopped for good, and these were not answered.
    virtual void writer_failed(Commands commands, const std::string& why) = 0;
    /// Commands that wait meanwhile.
    virtual std::size_t waiting() = 0;
  };

  /// On whose thread it works. That of whoever hands is right where no core is left for another.
  enum class Thread { of_caller, own };
  /// All must outlive it; the store is used by that thread alone from now on, but for what the
  /// store lets every thread do. Throws StoreFailure.
  BatchWriter(Store& store, LaneListener& listener, Sealer& sealer, Owner& owner, Thread thread);
  /// Finishes what it has been handed.
  ~BatchWriter();
  BatchWriter(const BatchWriter&) = delete;
  BatchWriter& operator=(const BatchWriter&) = delete;

  /// True when it has nothing to do: what it was handed is durable.
  bool is_free() const { return state_ == State::free; }
  /// Waits until it is free. Throws StoreFailure where it has failed.
  void wait_until_free();
  /// Returns at once where it has a thread of its own. REQUIRES: it is free; else throws
  /// std::logic_error.
  void hand(DecidedBatch batch);

  /// How long a commit takes lately.
  std::chrono::nanoseconds mean_commit() const { return mean_commit_; }
  std::chrono::steady_clock::time_point free_since() const { return free_since_; }

 private:
  enum class State { free, busy, failed };

  void work();
  void end_batch();
  bool process(DecidedBatch& batch);
  void write(DecidedBatch& batch);
  void read_back(std::span<const SealedEntry> entries);
  void answer(DecidedBatch& batch);
  void fail(DecidedBatch batch, const std::string& why);

  Store& store_;
  LaneListener& listener_;
  Sealer& sealer_;
  Owner& owner_;
  std::unique_ptr<Reader> check_reader_;
  std::atomic<State> state_{State::free};
  std::atomic<std::chrono::nanoseconds> mean_commit_{};
  std::atomic<std::chrono::steady_clock::time_point> free_since_{};

  std::mutex mutex_;
  std::condition_variable news_;
  std::optional<DecidedBatch> batch_;
  std::string failure_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace chopay::ledger
