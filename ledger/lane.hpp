#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/clock.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

// What a lane is given, and what it tells: appender.hpp is the lane itself.

/// One thing asked of a lane. The rules' own type derives from it and carries the answer.
class Command {
 public:
  virtual ~Command() = default;
  /// What it holds in memory, about; counts against the queue's limit.
  virtual std::size_t size_bytes() const = 0;
};

using Commands = std::vector<std::unique_ptr<Command>>;

/// Finds entries by their key, and rows of the vault, among all that was decided so far, whether it
/// is committed or not.
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

  bool writes() const { return draft || !vault.empty(); }
};

/// The rules behind a lane. Only the lane's deciding thread calls it, and commands one after the
/// other.
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
  std::chrono::nanoseconds checkpoint{};  ///< of that, the WAL's; 0: it was not its time
};

/// Who is told what a lane did; called on the lane's threads, several at a time where it has more
/// than one writer. Must not block and not throw.
class LaneListener {
 public:
  virtual ~LaneListener() = default;
  /// These entries are durable, each market's in order; they are the listener's from now on.
  virtual void committed(std::vector<SealedEntry> entries) = 0;
  /// Their answers may be given now: everything that they wrote, or rest on, is durable.
  virtual void answered(Commands commands) = 0;
  /// Nothing was written of these: the ledger may only be read, and they wanted more.
  virtual void refused(Commands commands, const Refused& why) {
    failed(std::move(commands), why.text);
  }
  /// From now on nothing may be added, for this reason; or, nothing: it may again. Told once for
  /// each change, when the lane notices it: at its start and with each batch.
  virtual void refusal_changed(const std::optional<Refused>&) {}
  /// A batch is over, its answers were given.
  virtual void batch_ended(const BatchFigures&) {}
  /// What failed() is about to tell is the disk's failure (DiskFailure).
  virtual void disk_failed() {}
  /// Nothing is known of what these wrote; the lane has stopped for good.
  virtual void failed(Commands commands, const std::string& why) = 0;
};

}  // namespace chopay::ledger
