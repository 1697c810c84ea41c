#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "ledger/store.hpp"

namespace chopay::ledger {

/// What a memory store keeps: one log a market, and the vault.
struct MemoryImage {
  struct Log {
    std::vector<StoredEntry> entries;  ///< the entry `seq` stands at seq − 1
    std::map<CreditKey, Seq> keys;
    std::map<StallId, std::vector<Seq>> stalls;
    std::map<std::pair<BusinessDay, std::string>, DayTotal> totals;
    std::map<Seq, std::string> privates;
    std::map<std::pair<unsigned, std::uint64_t>, Hash> tiles;  ///< by level and place
    std::map<BusinessDay, StoredCheckpoint> checkpoints;
  };
  std::vector<MarketId> order;  ///< markets as they came
  std::map<MarketId, Log> logs;
  std::map<std::string, std::string, std::less<>> vault;
};

/// What outlives a memory store, as a file outlives a process. An image never changes: each
/// append puts a new one in its place, so that a batch is there as a whole or not at all.
struct MemoryDisk {
  std::mutex mutex;
  std::shared_ptr<const MemoryImage> image = std::make_shared<MemoryImage>();
};

/// A store without a disk, for tests and trials: it obeys the conformance suite of all stores.
class MemoryStore final : public Store {
 public:
  explicit MemoryStore(std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>());
  ~MemoryStore() override;

  std::unique_ptr<Reader> reader() override;
  std::unique_ptr<Store> further_writer() override { return std::make_unique<MemoryStore>(disk_); }
  Reader& own_reader() override { return *own_reader_; }
  void begin() override;
  void abandon() override;
  void append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault,
              std::span<const Seal> seals = {}) override;
  void erase_private(const MarketId& market, std::span<const Seq> seqs) override;
  bool between_batches(bool) override { return false; }

 private:
  void end_batch();

  std::shared_ptr<MemoryDisk> disk_;
  std::unique_ptr<Reader> own_reader_;
  bool broken_ = false;
  bool batch_open_ = false;
};

}  // namespace chopay::ledger
