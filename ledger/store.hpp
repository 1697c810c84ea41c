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
#include "ledger/merkle.hpp"
#include "ledger/refusal.hpp"

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

/// An entry with all that the store keeps beside it; views that live until the next row.
struct EntryRow {
  Seq seq{};
  std::string_view bytes;
  Hash hash{};
  std::string_view stall;  ///< empty for none
  Seq stall_before{};      ///< the stall's entry before this; 0: none, or no stall
  std::optional<std::string_view> private_part;
  bool well_typed = true;  ///< false: the store has these values in another type than it writes
};

/// A row of the index of keys; views that live until the next row.
struct KeyRow {
  BusinessDay day;
  std::string_view bank;
  std::string_view reference;
  std::string_view account;
  Seq seq{};
  bool well_typed = true;  ///< as in EntryRow
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

/// The sums as they are stored: each is right as of its own newest entry.
struct StoredTotals {
  Seq complete_to{};           ///< no sum lacks a posting of an entry up to this one
  std::vector<DayTotal> rows;  ///< by day and account
};

/// A signed checkpoint as it is kept: the newest of each day, by the lane's time in Vietnam.
struct StoredCheckpoint {
  BusinessDay day;
  std::uint64_t size = 0;  ///< entries that it covers
  std::string note;        ///< the signed note
  friend bool operator==(const StoredCheckpoint&, const StoredCheckpoint&) = default;
};

/// What a batch adds to the proofs of one market's log.
struct Seal {
  MarketId market;
  std::vector<TileRoot> filled;                ///< tiles that its entries have filled
  std::optional<StoredCheckpoint> checkpoint;  ///< nothing where the log is not signed here
};

/// The lost disk: thrown when the store cannot say that a write is durable. Whoever catches it
/// acknowledges nothing, writes nothing more and ends the process (ledger facts: a failed fsync).
class StoreFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The failure is the disk's: it is full, takes no writes or answers with an error. What is durable
/// is found by opening the store anew once it takes writes; what was under way is never tried again
/// in the same one.
class DiskFailure : public StoreFailure {
 public:
  using StoreFailure::StoreFailure;
};

/// A read that took longer than its reader may hold a view: an old view keeps the store from
/// reusing room, so none may last for ever. The store itself is well.
class ReadTooLong : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A consistent view of what is committed. One thread at a time uses a reader; each method sees
/// the newest commit, or, between freeze() and thaw(), the commit that was newest then. Methods
/// throw StoreFailure when the disk cannot be read, ReadTooLong past the reader's time.
class Reader {
 public:
  virtual ~Reader() = default;

  /// Holds one commit for all methods until thaw(); calls nest. See FrozenView.
  virtual void freeze() = 0;
  virtual void thaw() noexcept = 0;

  virtual std::vector<MarketHead> heads() = 0;
  virtual Head head(const MarketId& market) = 0;
  /// Calls `take` for entries after `after` in order, at most `limit`, until it returns false.
  virtual void read(const MarketId& market, Seq after, std::size_t limit,
                    const std::function<bool(const StoredEntry&)>& take) = 0;
  /// Every entry with what lies beside it, in order, until `take` returns false; for verify.
  virtual void read_rows(const MarketId& market,
                         const std::function<bool(const EntryRow&)>& take) = 0;
  /// The whole index of keys by day, bank, reference and account, until `take` returns false; for
  /// verify.
  virtual void read_keys(const MarketId& market,
                         const std::function<bool(const KeyRow&)>& take) = 0;
  /// The newest entry of each stall that has one, by stall; for verify.
  virtual std::vector<std::pair<StallId, Seq>> stall_heads(const MarketId& market) = 0;
  /// The entries of a stall older than `before` (0: from the newest), newest first.
  virtual std::vector<StoredEntry> stall_page(const MarketId& market, const StallId& stall,
                                              Seq before, std::size_t limit) = 0;
  /// The entry that has the key, if any.
  virtual std::optional<Seq> find_key(const MarketId& market, const CreditKey& key) = 0;
  /// The greatest reference, byte by byte, among the keys of that day and bank, if there are any.
  virtual std::optional<std::string> newest_reference(const MarketId& market, BusinessDay day,
                                                      const std::string& bank) = 0;
  /// How many keys the market has; for verify.
  virtual std::uint64_t key_count(const MarketId& market) = 0;
  /// The sums of one day with the head that they belong to, from one consistent view.
  virtual DayTotals day_totals(const MarketId& market, BusinessDay day) = 0;
  /// One account's sum of one day, if it has postings on it.
  virtual std::optional<DayTotal> day_total(const MarketId& market, BusinessDay day,
                                            const std::string& account) = 0;
  /// The sums of every day, by day and account.
  virtual std::vector<DayTotal> all_totals(const MarketId& market) = 0;
  /// What all_totals() is made of; for verify. A store whose rows never trail its log has no more
  /// to say than that.
  virtual StoredTotals stored_totals(const MarketId& market) {
    return {head(market).seq, all_totals(market)};
  }
  /// Roots of full tiles of a level (≥ 1) from the tile `first` on, at most `limit`, without gaps.
  virtual std::vector<Hash> tile_roots(const MarketId& market, unsigned level, std::uint64_t first,
                                       std::size_t limit) = 0;
  /// The newest checkpoint; nothing where the log was never signed.
  virtual std::optional<StoredCheckpoint> checkpoint(const MarketId& market) = 0;
  /// Every checkpoint that is kept, oldest first; for verify.
  virtual std::vector<StoredCheckpoint> all_checkpoints(const MarketId& market) = 0;
  /// The private part of an entry: nullopt when it has none; empty when it was erased.
  virtual std::optional<std::string> private_part(const MarketId& market, Seq seq) = 0;
  /// How many private parts the market has, erased ones included; for verify.
  virtual std::uint64_t private_count(const MarketId& market) = 0;
  /// True where a part lies in its entry's own row: read_rows() then gives all that there are, and
  /// verify need not have them counted.
  virtual bool keeps_parts_in_rows() const { return false; }
  /// What is wrong with the store beside its entries, such as rows that belong to no log; nullopt
  /// when nothing is. For verify: reads everything once.
  virtual std::optional<std::string> structure_damage() = 0;
  virtual std::optional<std::string> vault_get(std::string_view name) = 0;
  /// Rows of the vault whose name starts with the prefix, by name.
  virtual std::vector<std::pair<std::string, std::string>> vault_list(std::string_view prefix) = 0;
};

/// One commit for all that is read through a reader while this lives.
class FrozenView {
 public:
  explicit FrozenView(Reader& reader) : reader_(reader) { reader_.freeze(); }
  ~FrozenView() { reader_.thaw(); }
  FrozenView(const FrozenView&) = delete;
  FrozenView& operator=(const FrozenView&) = delete;

 private:
  Reader& reader_;
};

/// A change of a vault row: a value to put, or nullopt to erase.
struct VaultChange {
  std::string name;
  std::optional<std::string> value;
};

/// Whether a process may add to a ledger that several have open.
enum class Lead {
  ours,      ///< and at this moment surely nobody else's
  unsure,    ///< it was ours, and its server has not said for a while whether it still is
  not_ours,  ///< another's, or nobody's yet
  lost,      ///< it was ours, and another has taken over: for good
};

/// Where the markets' logs live. One thread writes; readers, and stores for further threads that
/// write, are made for others.
class Store {
 public:
  virtual ~Store() = default;

  /// A reader of its own connection, for one thread at a time. The store must outlive it.
  virtual std::unique_ptr<Reader> reader() = 0;
  /// The same without a limit of time, for whoever writes by what it reads.
  virtual std::unique_ptr<Reader> patient_reader() { return reader(); }
  /// One more store that writes into the same place, beside this one and to the logs of other
  /// markets; nullptr where only one can. REQUIRES: try_to_lead() was true. Throws StoreFailure.
  virtual std::unique_ptr<Store> further_writer() { return nullptr; }
  /// The writing thread's own view, which includes all that it appended.
  virtual Reader& own_reader() = 0;
  /// Tries once, without waiting, to become the one process that adds to the ledger. True from then
  /// on, and at once where no other can have it open. False for a store whose server is away.
  /// REQUIRES of the writing thread's calls but own_reader(): it was true. Throws StoreFailure.
  virtual bool try_to_lead() { return true; }
  /// Callable from any thread.
  virtual Lead lead() const { return Lead::ours; }
  /// How the process that leads is reached, as of the last try_to_lead(); empty: nobody does, or it
  /// said nothing.
  virtual std::string leader_address() const { return {}; }
  /// Whether that one has shown since that it lives, as of the last try_to_lead(). Where it has
  /// not, another one takes over soon, or nothing can be known.
  virtual bool leader_lives() const { return false; }
  /// Why nothing can be written now though the store is well, such as a disk that is nearly full;
  /// nothing when it can, or when the store cannot tell. Asked before each batch.
  virtual std::optional<Refused> refused() { return std::nullopt; }
  /// Opens the batch that append() or abandon() ends: in between, own_reader() looks things up
  /// without taking and giving back a lock for each. Throws StoreFailure; std::logic_error where a
  /// batch is open.
  virtual void begin() = 0;
  /// Ends a batch in which nothing is to be written. Throws StoreFailure; std::logic_error where no
  /// batch is open.
  virtual void abandon() = 0;
  /// Writes entries (of any markets, each market's in order), vault changes and what seals them in
  /// one durable transaction; on return they survive a power cut. REQUIRES: begin() was called,
  /// each entry follows its market's head, each seal's market has entries. Throws StoreFailure;
  /// then nothing may be assumed and the store takes nothing more. Throws std::logic_error where no
  /// batch is open, and then has done nothing.
  virtual void append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault,
                      std::span<const Seal> seals = {}) = 0;
  /// Erases the private parts of these entries, also from the room that they took, in one durable
  /// transaction; the entries stay as they are. REQUIRES: no batch is open. Throws StoreFailure as
  /// append() does, std::logic_error where a batch is open.
  virtual void erase_private(const MarketId& market, std::span<const Seq> seqs) = 0;
  /// Work between batches that must not run beside a commit, such as moving the WAL into the
  /// database; `idle` when no batch waits. True where there was such work, which the next commit
  /// had to wait for. Throws StoreFailure.
  virtual bool between_batches(bool idle) = 0;
};

}  // namespace chopay::ledger
