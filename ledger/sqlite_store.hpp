#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/file_lock.hpp"
#include "ledger/sqlite.hpp"
#include "ledger/sqlite_reader.hpp"
#include "ledger/store.hpp"
#include "ledger/trailing_rows.hpp"

namespace chopay::ledger {

/// When the WAL is moved into the database, in pages of 4 KiB.
struct CheckpointPages {
  int when_idle = 1'000;    ///< 4 MB: when no batch waits
  int when_forced = 2'000;  ///< 8 MB: even when batches wait
};

/// The embedded store: one SQLite file in WAL mode with synchronous=FULL. This object's connection
/// alone writes and checkpoints: SQLite before 3.51.3 can lose commits when a second connection
/// checkpoints (the WAL-reset bug), and this layout does not meet it.
class SqliteStore final : public Store {
 public:
  /// Opens or creates `directory`/ledger.db. Throws StoreFailure where the file is another
  /// process's, is not a ledger of this version, or does not keep WAL and FULL when read back.
  /// Sums and lists of stalls may trail the log by `trail_max` entries: readers look through those.
  /// About `kept_max` of their rows are kept in memory.
  explicit SqliteStore(const std::string& directory, CheckpointPages checkpoint = {},
                       std::size_t trail_max = 4'096, std::size_t kept_max = 100'000);

  std::unique_ptr<Reader> reader() override;
  std::unique_ptr<Reader> patient_reader() override;
  Reader& own_reader() override { return reader_; }
  std::optional<Refused> refused() override;
  void begin() override;
  void abandon() override;
  void append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault,
              std::span<const Seal> seals = {}) override;
  void erase_private(const MarketId& market, std::span<const Seq> seqs) override;
  bool between_batches(bool idle) override;

 private:
  struct Log {
    std::int64_t no = 0;
    Head stored;   ///< as chain_head has it
    Head written;  ///< after the entries of the open transaction
  };
  /// An entry of the open transaction.
  struct Row {
    std::int64_t market_no = 0;
    const SealedEntry* sealed = nullptr;
    Seq before{};  ///< the stall's entry before this
  };

  void take_up_trail(const MarketId& market);
  void end_batch();
  void write(std::span<const SealedEntry> entries, std::span<const VaultChange> vault,
             std::span<const Seal> seals);
  Log& log_of(const MarketId& market);
  void insert(std::span<const SealedEntry> entries);
  /// Makes the entry the end of its log; throws StoreFailure where it does not follow.
  Row move_on(Log& log, const SealedEntry& sealed);
  static void bind_entry(sqlite::Statement& statement, const Row& row);
  static void bind_key(sqlite::Statement& statement, const Row& row);
  void write_derived(const TrailingRows::Due& due);
  void move_heads();
  void write_seal(const Seal& seal);
  void change_vault(std::span<const VaultChange> vault);

  FileLock lock_;
  std::string path_;
  sqlite::Database database_;
  SqliteReader reader_;
  const CheckpointPages checkpoint_;
  bool broken_ = false;
  bool batch_open_ = false;
  std::map<MarketId, Log> logs_;
  TrailingRows rows_;

  struct Statements;
  std::unique_ptr<Statements, void (*)(Statements*)> statements_;
};

/// Opens `directory`/ledger.db for reading only, beside a running writer or without one. Throws
/// StoreFailure where there is none.
std::unique_ptr<Reader> open_sqlite_reader(const std::string& directory);

}  // namespace chopay::ledger
