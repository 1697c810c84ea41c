#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/head_guard.hpp"
#include "ledger/log_key.hpp"
#include "ledger/merkle.hpp"
#include "ledger/refusal.hpp"
#include "ledger/store.hpp"

namespace chopay::ledger {

/// How far the clock may be behind the newest entry: time servers correct by less.
inline constexpr std::chrono::minutes clock_step_max{5};

/// Keeps the Merkle trees of a ledger's logs beside its lane, signs a checkpoint of each log that a
/// batch adds to, and holds the ledger against its own checkpoints and the head guard when it is
/// opened. One thread adds and seals; what is durable may be told by others meanwhile.
class Sealer {
 public:
  /// What a batch writes beside its entries, and what its logs have come to then.
  struct Sealed {
    std::vector<Seal> seals;
    std::vector<std::pair<std::string, HeadMark>> marks;  ///< for the head guard, by origin
  };

  /// Reads what it needs of the trees. Without a key, entries are kept but not signed: the next
  /// start with one signs them. Without a guard only the ledger itself can tell. Throws
  /// StoreFailure where the ledger cannot be read.
  explicit Sealer(Reader& reader, std::optional<LogKey> key = {},
                  std::unique_ptr<HeadGuard> guard = {});

  /// The head guard is there and cannot be believed: nothing is added. REQUIRES: there was no
  /// guard.
  void refuse_guard(const Error& damage);
  /// Why nothing may be added now; nothing when it may. `newest` is the time of the newest entry.
  std::optional<Refused> refused(Instant now, Instant newest) const;
  /// True where entries are there that were never signed, and can be now.
  bool has_unsigned() const;

  /// Takes an entry of the batch, in its order.
  void add(const SealedEntry& entry);
  /// What the entries since the last seal() add to the proofs, with checkpoints signed now; also of
  /// logs that were unsigned before. Of the logs that `wanted` names; empty: of all. Makes the head
  /// guard's file where there is none yet; throws StoreFailure where that is not possible.
  Sealed seal(Instant now, const std::function<bool(const MarketId&)>& wanted = {});
  /// These are durable: moves the head guard. From any thread, each log's in their order. Throws
  /// StoreFailure where that is not possible.
  void committed(const Sealed& sealed);
  /// Makes the guard durable when that has not been done for a while. From any thread.
  void between_batches(bool idle);

 private:
  struct Log {
    CompactTree tree;
    std::uint64_t signed_size = 0;
    Hash signed_root{};
    std::vector<TileRoot> filled;
    bool is_open = false;  ///< named in open_
  };

  void open(const MarketId& market, Log& log);
  void load(Reader& reader, const MarketHead& head);
  void check_checkpoint(Reader& reader, const MarketHead& head);
  void check_guard(Reader& reader);
  void refuse(Refusal why, std::string text);
  void make_guard();

  std::optional<LogKey> key_;
  LogIdentity identity_;  ///< of the key, where there is one
  std::mutex guard_mutex_;
  std::unique_ptr<HeadGuard> guard_;
  std::map<MarketId, Log> logs_;
  std::set<MarketId> open_;  ///< whose tiles or checkpoint the next seal() has to write
  std::optional<Refused> refused_;
  std::chrono::steady_clock::time_point guard_synced_ = std::chrono::steady_clock::now();
};

}  // namespace chopay::ledger
