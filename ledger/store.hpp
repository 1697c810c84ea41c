#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"

namespace chopay::ledger {

/// The end of a market's log: seq 0 and a hash of zeros while it is empty.
struct Head {
  Seq seq{};
  Hash hash{};
  friend bool operator==(const Head&, const Head&) = default;
};

struct MarketHead {
  MarketId market;
  Head head;
};

/// An entry as the store gives it back: the bytes, and the hash that was stored with them.
struct StoredEntry {
  Seq seq{};
  std::string bytes;
  Hash hash{};
};

/// Sum of the postings of one account on one business day.
struct DayTotal {
  BusinessDay day;
  std::string account;
  std::int64_t postings = 0;  ///< how many
  Dong amount;
  Seq last{};  ///< the newest entry among them
  friend bool operator==(const DayTotal&, const DayTotal&) = default;
};

/// The sums of one day, and the head of the log at which they are the sums.
struct DayTotals {
  Head head;
  std::vector<DayTotal> totals;  ///< by account, in its order
};

/// The lost disk: thrown when the store cannot say that a write is durable. Whoever catches it
/// acknowledges nothing, writes nothing more and ends the process (ledger facts: a failed fsync).
class StoreFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A consistent view of what is committed. One thread at a time uses a reader; each method sees
/// the newest commit. Methods throw StoreFailure when the disk cannot be read.
class Reader {
 public:
  virtual ~Reader() = default;

  virtual std::vector<MarketHead> heads() = 0;
  virtual Head head(const MarketId& market) = 0;
  /// Calls `take` for entries after `after` in order, at most `limit`, until it returns false.
  virtual void read(const MarketId& market, Seq after, std::size_t limit,
                    const std::function<bool(const StoredEntry&)>& take) = 0;
  /// The entries of a stall older than `before` (0: from the newest), newest first.
  virtual std::vector<StoredEntry> stall_page(const MarketId& market, const StallId& stall,
                                              Seq before, std::size_t limit) = 0;
  /// The entry that has the key, if any.
  virtual std::optional<Seq> find_key(const MarketId& market, const CreditKey& key) = 0;
  /// How many keys the market has; for verify.
  virtual std::uint64_t key_count(const MarketId& market) = 0;
  /// The sums of one day with the head that they belong to, from one consistent view.
  virtual DayTotals day_totals(const MarketId& market, BusinessDay day) = 0;
  /// The sums of every day, by day and account; for verify.
  virtual std::vector<DayTotal> all_totals(const MarketId& market) = 0;
  /// The private part of an entry: nullopt when it has none; empty when it was erased.
  virtual std::optional<std::string> private_part(const MarketId& market, Seq seq) = 0;
  virtual std::optional<std::string> vault_get(std::string_view name) = 0;
  /// Rows of the vault whose name starts with the prefix, by name.
  virtual std::vector<std::pair<std::string, std::string>> vault_list(std::string_view prefix) = 0;
};

/// A change of a vault row: a value to put, or nullopt to erase.
struct VaultChange {
  std::string name;
  std::optional<std::string> value;
};

/// Where the markets' logs live. One thread writes (the lane); readers are made for others.
class Store {
 public:
  virtual ~Store() = default;

  /// A reader of its own connection, for one thread at a time. The store must outlive it.
  virtual std::unique_ptr<Reader> reader() = 0;
  /// The writing thread's own view, which includes all that it appended.
  virtual Reader& own_reader() = 0;
  /// Opens the batch that append() or abandon() ends: in between, own_reader() looks things up
  /// without taking and giving back a lock for each. Throws StoreFailure.
  virtual void begin() = 0;
  /// Ends a batch in which nothing is to be written. Throws StoreFailure.
  virtual void abandon() = 0;
  /// Writes entries (of any markets, each market's in order) and vault changes in one durable
  /// transaction; on return they survive a power cut. REQUIRES: begin() was called, and each entry
  /// follows its market's head. Throws StoreFailure; then nothing may be assumed and the store
  /// takes nothing more.
  virtual void append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault) = 0;
  /// Work between batches that must not run beside a commit, such as moving the WAL into the
  /// database; `idle` when no batch waits. Throws StoreFailure.
  virtual void between_batches(bool idle) = 0;
};

}  // namespace chopay::ledger
