#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/key_edge.hpp"
#include "ledger/sealer.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// One thing asked of a lane. The rules' own type derives from it and carries the answer.
class Command {
 public:
  virtual ~Command() = default;
  /// What it holds in memory, about; counts against the queue's limit.
  virtual std::size_t size_bytes() const = 0;
};

/// Finds entries by their key, and rows of the vault, among all that is committed and all that the
/// batch has so far.
class KnownKeys {
 public:
  virtual ~KnownKeys() = default;
  virtual std::optional<Entry> find(const MarketId& market, const CreditKey& key) = 0;
  /// The entry at this place of the market's log.
  virtual std::optional<Entry> at(const MarketId& market, Seq seq) = 0;
  /// The value of the vault's row; nothing where there is none.
  virtual std::optional<std::string> vault_row(std::string_view name) = 0;
};

/// What the rules decided: maybe one entry, maybe changes of the vault.
struct Decision {
  std::optional<Draft> draft;
  std::vector<VaultChange> vault;
};

/// The rules behind a lane. Only the lane's thread calls it, and commands one after the other.
class Decider {
 public:
  virtual ~Decider() = default;
  /// Decides against the state that apply() has made so far, and notes the answer in the command.
  /// `now` never goes back. Must not throw on bad input: that is an answer too.
  virtual Decision decide(Command& command, KnownKeys& keys, Instant now) = 0;
  /// Folds an entry into the state: right after its decision, and at start for all there is.
  virtual void apply(const Entry& entry) = 0;
  /// The entry that the command's draft became; the answer may name its seq and hash.
  virtual void sealed(Command& command, const SealedEntry& entry) = 0;
};

/// What one batch of a lane was.
struct BatchFigures {
  std::size_t commands = 0;
  std::size_t entries = 0;
  std::size_t waiting = 0;             ///< commands that came meanwhile
  std::chrono::nanoseconds commit{};   ///< sync and reading back included; 0: nothing was written
  std::chrono::nanoseconds between{};  ///< what had to be done before the next one
};

/// Who is told what a lane did; called on the lane's thread, must not block and not throw.
class LaneListener {
 public:
  virtual ~LaneListener() = default;
  /// These entries are durable, in order; they are the listener's from now on.
  virtual void committed(std::vector<SealedEntry> entries) = 0;
  /// Their answers may be given now: everything that they wrote is durable.
  virtual void answered(std::vector<std::unique_ptr<Command>> commands) = 0;
  /// Nothing was written of these: the ledger may only be read, and they wanted more.
  virtual void refused(std::vector<std::unique_ptr<Command>> commands, const Refused& why) {
    failed(std::move(commands), why.text);
  }
  /// A batch is over, its answers were given.
  virtual void batch_ended(const BatchFigures&) {}
  /// Nothing is known of what these wrote; the lane has stopped for good.
  virtual void failed(std::vector<std::unique_ptr<Command>> commands, const std::string& why) = 0;
};

struct LaneLimits {
  std::size_t queue_commands_max = 8'192;
  std::size_t queue_bytes_max = 32u << 20;
  std::size_t batch_commands_max = 2'048;
};

/// A lane: one thread that takes all that is queued, decides and applies each in order, writes the
/// batch in one durable transaction, and only then has the commands answered. While one batch syncs
/// the next one gathers (natural group commit); only where the disk is slow the lane waits, for a
/// fifth of a commit at most, for those it has just answered to come back. It knows no rules.
///
/// Each batch carries signed checkpoints of the logs that it adds to. Before anybody is answered,
/// the end of each log is read back through another connection and the head guard moves. Where the
/// sealer or the store refuses, only commands that write nothing are answered.
///
/// Any failure of the store ends the lane: the batch and the queue are reported as failed, and
/// later commands are refused. The process must then be restarted; banks send again and the key of
/// a credit makes that safe.
class Appender {
 public:
  /// Everything passed in must outlive the lane. REQUIRES: replay() has run through `decider`. The
  /// sealer is the lane's own from now on; what was never signed is signed first. Throws
  /// StoreFailure.
  Appender(Store& store, Decider& decider, const Clock& clock, LaneListener& listener,
           LaneLimits limits = {}, std::unique_ptr<Sealer> sealer = {});
  /// Stops as stop() does.
  ~Appender();
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  enum class Submitted { queued, full, stopping };
  /// Hands a command over, from any thread; takes it only when it answers `queued`.
  Submitted submit(std::unique_ptr<Command>& command);
  /// Takes nothing more, finishes what is queued, ends the thread.
  void stop();

 private:
  class BatchKeys;
  using Commands = std::vector<std::unique_ptr<Command>>;

  void work();
  Commands take();
  void gather(std::unique_lock<std::mutex>& lock);
  void append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault);
  std::optional<Refused> refused() const;
  void seal_unsigned();
  void answer_readers(Commands& batch, const Refused& why);
  void read_back(std::span<const SealedEntry> entries);
  bool process(Commands batch);
  std::vector<SealedEntry> decide_all(Commands& batch, std::vector<VaultChange>& vault);
  SealedEntry seal_next(Draft draft, Instant now);
  void give_up(Commands batch, const std::string& why);

  Store& store_;
  Decider& decider_;
  const Clock& clock_;
  LaneListener& listener_;
  const LaneLimits limits_;
  std::unique_ptr<Sealer> sealer_;
  std::unique_ptr<Reader> check_reader_;
  std::map<MarketId, Head> heads_;
  KeyEdge edge_;
  Instant latest_{};

  std::mutex mutex_;
  std::condition_variable news_;
  Commands queue_;
  std::size_t queue_bytes_ = 0;
  std::size_t wake_at_ = 0;  ///< the length of the queue that wakes the lane; 0: it does not wait
  std::size_t last_batch_ = 0;
  std::chrono::nanoseconds mean_commit_{};
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace chopay::ledger
