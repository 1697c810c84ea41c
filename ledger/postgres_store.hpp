#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "ledger/known_epochs.hpp"
#include "ledger/postgres.hpp"
#include "ledger/postgres_addition.hpp"
#include "ledger/postgres_lease.hpp"
#include "ledger/postgres_reader.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// The store past one machine: a PostgreSQL database, or what speaks its SQL. Each log is fenced by
/// its head: a batch moves the heads from where this object knows them, or nothing is written. So
/// two gateways cannot both add to a log, whatever each believes of the other.
///
/// A batch is one transaction in one round trip. Where the connection is lost meanwhile, the heads
/// on the server that has taken over tell whether it was written; if not, it is written again, for
/// `outage_max` at most.
class PostgresStore final : public Store {
 public:
  /// How long a batch is tried again while the server is away: a fail-over takes 10–40 s.
  static constexpr std::chrono::seconds outage_max{60};

  /// Opens the ledger that create_postgres_ledger() has made. Throws StoreFailure where the server
  /// cannot be reached, has another version of the ledger, is not durable, or lets this user change
  /// what is only added to. With a lease it is read only until try_to_lead(), and takes no further
  /// batch once the lease is lost; without one only the heads keep two writers apart.
  explicit PostgresStore(std::string url, std::shared_ptr<PostgresLease> lease = {});

  std::unique_ptr<Reader> reader() override;
  std::unique_ptr<Reader> patient_reader() override;
  /// As Store says: two connections more, with the same lease.
  std::unique_ptr<Store> further_writer() override;
  Reader& own_reader() override { return reader_; }
  /// As Store says. Throws StoreFailure also where the server can write nothing durable any more,
  /// or the heads that it shows are others once it has; may be tried again then.
  bool try_to_lead() override;
  Lead lead() const override;
  std::string leader_address() const override;
  bool leader_lives() const override;
  void begin() override;
  void abandon() override;
  void append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault,
              std::span<const Seal> seals = {}) override;
  /// As Store says, but the room is the server's: it is used again once it has vacuumed, and its
  /// own logs and backups keep what they have.
  void erase_private(const MarketId& market, std::span<const Seq> seqs) override;
  bool between_batches(bool idle) override;

 private:
  struct Log {
    std::int64_t epoch = 0;  ///< 0: not there yet
    Head head;
  };
  using Additions = std::map<MarketId, PostgresAddition>;
  using Heads = std::map<MarketId, Head>;

  void begin_to_lead();
  void take_up();
  void connect();
  void end_batch();
  Additions additions_of(std::span<const SealedEntry> entries, std::span<const Seal> seals);
  static bool has_own_fence(const Additions& additions);
  bool confirm(const Heads& heads);
  bool is_written(const Additions& additions);
  void commit(std::span<const postgres::Call> calls, const Additions& additions);

  std::string url_;
  std::shared_ptr<PostgresLease> lease_;  ///< or none
  std::shared_ptr<KnownEpochs> epochs_ = std::make_shared<KnownEpochs>();
  PostgresReader reader_;
  std::unique_ptr<postgres::Connection> connection_;
  std::map<MarketId, Log> logs_;
  std::atomic<bool> leads_{false};
  bool broken_ = false;
  bool batch_open_ = false;
};

/// A reader of the ledger without a time limit, beside running writers or without one. Throws
/// StoreFailure.
std::unique_ptr<Reader> open_postgres_reader(const std::string& url);

}  // namespace chopay::ledger
