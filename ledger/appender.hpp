#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ledger/batch_writer.hpp"
#include "ledger/lane.hpp"
#include "ledger/open_batches.hpp"
#include "ledger/sealer.hpp"

namespace chopay::ledger {

struct LaneLimits {
  std::size_t queue_commands_max = 8'192;
  std::size_t queue_bytes_max = 32u << 20;
  std::size_t batch_commands_max = 2'048;
  /// Threads that write, where the store lets as many; each log has one of them. 0: the one that
  /// decides writes, too.
  std::size_t writers = 0;
};

/// A lane: one thread takes all that is queued, decides and applies each in order, and hands the
/// batch to a writer that makes it durable in one transaction; only then are the commands answered.
/// While a batch syncs the next one gathers (natural group commit), and is decided where the writer
/// is a thread of its own; only where the disk is slow the lane waits, for a fifth of a commit at
/// most, for those whom it has answered just now to come back. With several writers, batches of
/// different markets commit side by side. It knows no rules.
///
/// Each batch carries signed checkpoints of the logs that it adds to. Before anybody is answered,
/// the end of each log is read back through another connection and the head guard moves. What was
/// decided and is not durable yet counts for the decisions that follow, and whoever is told of it
/// is told only once it is durable. Where the sealer or the store refuses, only commands that write
/// nothing are answered.
///
/// Any failure of the store ends the lane: what was not answered is reported as failed, and later
/// commands are refused. The process must then be restarted; banks send again and the key of a
/// credit makes that safe.
class Appender final : private BatchWriter::Owner {
 public:
  /// Everything passed in must outlive the lane. REQUIRES: replay() has run through `decider`. The
  /// sealer is the lane's own from now on; what was never signed is signed first. Throws
  /// StoreFailure.
  Appender(Store& store, Decider& decider, const Clock& clock, LaneListener& listener,
           LaneLimits limits = {}, std::unique_ptr<Sealer> sealer = {});
  /// Stops as stop() does.
  ~Appender() override;
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  enum class Submitted { queued, full, stopping };
  /// Hands a command over, from any thread; takes it only when it answers `queued`.
  Submitted submit(std::unique_ptr<Command>& command);
  /// Takes nothing more, finishes what is queued, ends the threads.
  void stop();

 private:
  using SteadyClock = std::chrono::steady_clock;
  using Way = OpenBatches::Way;

  void writer_is_free() override;
  void writer_failed(Commands commands, const std::string& why) override;
  std::size_t waiting() override;

  void seal_unsigned();
  void open_ways();
  void work();
  bool take(Commands& batch);
  bool may_take();
  bool is_ready(Way& way);
  std::size_t worth_deciding() const;
  std::size_t room() const;
  void wait_for_news(std::unique_lock<std::mutex>& lock);
  Commands take_queued();
  void hand_over();
  void decide_all(Commands& batch);
  void decide_one(std::unique_ptr<Command>& command);
  void answer_questions(Commands& batch, const Refused& why);
  SealedEntry seal_next(Draft draft);
  std::optional<Refused> refused();
  void give_up(Commands batch, const std::string& why);

  Store& store_;
  Decider& decider_;
  const Clock& clock_;
  LaneListener& listener_;
  const LaneLimits limits_;
  const std::unique_ptr<Sealer> sealer_;
  const std::unique_ptr<Reader> reader_;
  std::vector<std::unique_ptr<Store>> further_stores_;
  OpenBatches batches_;
  std::map<MarketId, Head> heads_;
  Instant latest_{};
  std::optional<Refusal> told_;  ///< of what the listener knows
  Commands questions_;           ///< of the batch that is being decided

  std::mutex mutex_;
  std::condition_variable news_;
  Commands queue_;
  std::size_t queue_bytes_ = 0;
  std::size_t open_commands_ = 0;  ///< taken, and not handed to a writer yet
  std::size_t open_bytes_ = 0;     ///< of what is decided of them
  std::size_t wake_at_ = 0;  ///< the length of the queue that wakes the lane; 0: it does not wait
  bool stopping_ = false;
  bool failed_ = false;
  std::string failure_;
  std::thread thread_;
};

}  // namespace chopay::ledger
