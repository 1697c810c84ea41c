#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ledger/batch_writer.hpp"
#include "ledger/key_edge.hpp"
#include "ledger/lane.hpp"

namespace chopay::ledger {

/// What was decided and is not durable yet, by the writer whose it is: one batch that is open, and
/// one that the writer has. Each market's log has one writer. Used by the deciding thread alone.
class OpenBatches final : public KnownKeys {
 public:
  /// What a batch holds: where its keys are, by their hash; the rows of the vault that it changes,
  /// by the hash of their name; and the first entry of each log.
  struct Marks {
    std::unordered_multimap<std::size_t, std::size_t> keys;
    std::unordered_set<std::size_t> rows;
    std::map<MarketId, Seq> first;
  };
  /// A writer with what is on its way to it.
  struct Way {
    std::unique_ptr<BatchWriter> writer;
    DecidedBatch open;
    Marks of_open = {};
    Marks of_handed = {};       ///< of the batch that it was handed last
    std::size_t last_size = 0;  ///< commands of that batch
    /// Since when its writer has been free, as far as the lane has seen, and how many commands
    /// are waited for then.
    std::chrono::steady_clock::time_point free_since = {};
    std::size_t company = 0;
    bool is_ready = false;  ///< what is open may be handed over
  };

  /// The reader, which sees what is committed, and the sealer must outlive this.
  OpenBatches(Reader& reader, Sealer& sealer) : reader_(reader), sealer_(sealer) {}
  void add_way(std::unique_ptr<BatchWriter> writer) { ways_.push_back({std::move(writer), {}}); }
  std::vector<Way>& ways() { return ways_; }
  const std::vector<Way>& ways() const { return ways_; }

  /// Commands are decided at this time from now on. May wait for the writers.
  void begin(Instant now);

  // KnownKeys. Each may wait for a writer, and throws StoreFailure where that has failed.
  std::optional<Entry> find(const MarketId& market, const CreditKey& key) override;
  std::optional<Entry> at(const MarketId& market, Seq seq) override;
  std::optional<std::string> vault_row(std::string_view name) override;

  /// The way of the market's log; an empty market: of what belongs to none.
  Way& way_of(const MarketId& market);
  /// Takes an entry; returns it where it stands until the next one is added.
  const SealedEntry& add(Way& way, SealedEntry entry);
  /// Takes changes of the vault, behind those of the same rows that another writer has.
  void add(Way& way, std::vector<VaultChange> changes);
  /// Takes the command of which the last additions were.
  void add(Way& way, std::unique_ptr<Command> command);
  /// Takes questions that rest on what is not durable yet; false, and they stay where they are,
  /// where all is.
  bool add_questions(Commands& questions);

  /// What is open, or waits for what is.
  std::size_t open_commands() const;
  std::size_t open_bytes() const;
  /// Hands the open batch to its writer, sealed. REQUIRES: the writer is free.
  void hand_over(Way& way);
  /// Hands over all that is open and waits until it is durable. Throws StoreFailure.
  void settle();
  /// What no writer has; for a lane that has failed.
  Commands take_open();

 private:
  void await(Way& way);
  void settle(Way& way);
  std::optional<Entry> stored_at(const MarketId& market, Seq seq);

  Reader& reader_;
  Sealer& sealer_;
  KeyEdge edge_;
  std::vector<Way> ways_;
  Instant now_{};
};

}  // namespace chopay::ledger
