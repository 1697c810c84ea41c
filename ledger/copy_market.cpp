#include "ledger/copy_market.hpp"

#include <limits>
#include <utility>
#include <vector>

#include "ledger/checkpoint.hpp"
#include "ledger/error.hpp"
#include "ledger/replay.hpp"

namespace chopay::ledger {
namespace {

constexpr std::size_t copied_at_once = 2'048;
constexpr auto all = std::numeric_limits<std::size_t>::max();

class MarketCopy {
 public:
  MarketCopy(Reader& from, Store& to, MarketId market)
      : from_(from),
        to_(to),
        market_(std::move(market)),
        chain_(market_),
        checkpoints_(from.all_checkpoints(market_)) {}

  Result<MarketHead> run() {
    written_before_ = to_.own_reader().head(market_);
    lives_there_ = written_before_ != Head{} && !to_.own_reader().vault_list("").empty();
    Result<void> taken;
    from_.read(market_, Seq{}, all, [&](const StoredEntry& stored) {
      taken = take(stored);
      return taken.has_value();
    });
    if (!taken) return taken.error();
    if (chain_.head().seq < written_before_.seq) {
      return Error{Errc::chain_broken, "there are more entries than are to be copied"};
    }
    if (const auto flushed = flush(); !flushed) return flushed.error();
    if (next_checkpoint_ < checkpoints_.size()) {
      return Error{Errc::tree_mismatch, "a checkpoint of more entries than there are"};
    }
    return MarketHead{market_, chain_.head()};
  }

 private:
  Result<void> take(const StoredEntry& stored) {
    auto entry = chain_.next(stored);
    if (!entry) return Error{entry.error().code, place(stored.seq) + entry.error().detail};
    tree_.add(stored.hash, filled_);
    if (stored.seq <= written_before_.seq) return pass(stored);
    auto part = entry->private_hash ? from_.private_part(market_, stored.seq) : std::nullopt;
    batch_.push_back(
        {std::move(*entry), stored.bytes, stored.hash, std::move(part).value_or(std::string{})});
    if (batch_.size() < copied_at_once && !at_checkpoint()) return {};
    return flush();
  }

  /// An entry that an earlier copy has written, maybe with its checkpoint, maybe not.
  Result<void> pass(const StoredEntry& stored) {
    filled_.clear();
    const bool is_last = stored.seq == written_before_.seq;
    const auto kept = is_last ? to_.own_reader().checkpoint(market_) : std::nullopt;
    for (; at_checkpoint(); ++next_checkpoint_) {
      const auto& here = checkpoints_[next_checkpoint_];
      if (const auto signs = check(here); !signs) return signs.error();
      if (is_last && (!kept || kept->day < here.day)) break;
    }
    if (!is_last) return {};
    if (stored.hash != written_before_.hash) {
      return Error{Errc::chain_broken, place(stored.seq) + "the other store has another one"};
    }
    written_ = tree_;
    return flush();
  }

  bool at_checkpoint() const {
    return next_checkpoint_ < checkpoints_.size() &&
           checkpoints_[next_checkpoint_].size == tree_.size();
  }

  /// Writes the batch, with the checkpoints that sign exactly what is there then.
  Result<void> flush() {
    Seal seal{market_, std::exchange(filled_, {}), {}};
    do {
      seal.checkpoint.reset();
      if (at_checkpoint()) {
        seal.checkpoint = checkpoints_[next_checkpoint_++];
        if (const auto signs = check(*seal.checkpoint); !signs) return signs.error();
      }
      if (batch_.empty() && !seal.checkpoint) return {};
      if (lives_there_) {
        return Error{Errc::already_there,
                     "people and keys are there, who would go on with what "
                     "others have entered elsewhere"};
      }
      to_.begin();
      to_.append(batch_, {}, {&seal, 1});
      to_.between_batches(false);
      read_back();
      batch_.clear();
      seal.filled.clear();
    } while (seal.checkpoint);
    return {};
  }

  Result<void> check(const StoredCheckpoint& stored) const {
    const auto note = parse_note(stored.note);
    const auto checkpoint = note ? parse_checkpoint(note->text) : note.error();
    if (checkpoint && checkpoint->size == tree_.size() && checkpoint->root == tree_.root()) {
      return {};
    }
    return Error{Errc::tree_mismatch, "checkpoint of " + to_string(stored.day) + ", " +
                                          std::to_string(stored.size) + " entries"};
  }

  /// The other store's tree, from the bytes that it gives back.
  void read_back() {
    std::vector<TileRoot> not_wanted;
    to_.own_reader().read(market_, Seq{written_.size()}, batch_.size(),
                          [&](const StoredEntry& stored) {
                            written_.add(leaf_hash(stored.bytes), not_wanted);
                            return true;
                          });
    if (written_.size() != tree_.size() || written_.root() != tree_.root()) {
      throw StoreFailure("what was copied does not read back");
    }
  }

  static std::string place(Seq seq) { return "entry " + std::to_string(number(seq)) + " "; }

  Reader& from_;
  Store& to_;
  const MarketId market_;
  ChainCheck chain_;
  CompactTree tree_;     ///< of what was read
  CompactTree written_;  ///< of what the other store has given back
  Head written_before_;
  bool lives_there_ = false;  ///< the market is no broken-off copy: the vault comes last
  const std::vector<StoredCheckpoint> checkpoints_;
  std::size_t next_checkpoint_ = 0;
  std::vector<TileRoot> filled_;
  std::vector<SealedEntry> batch_;
};

}  // namespace

Result<MarketHead> copy_market(Reader& from, Store& to, const MarketId& market) {
  const FrozenView view{from};
  if (from.head(market) == Head{}) return Error{Errc::not_found, "market " + market.text()};
  return MarketCopy{from, to, market}.run();
}

bool copy_vault(Reader& from, Store& to) {
  if (!to.own_reader().vault_list("").empty()) return false;
  std::vector<VaultChange> changes;
  for (auto& [name, value] : from.vault_list("")) {
    changes.push_back({std::move(name), std::move(value)});
  }
  to.begin();
  to.append({}, changes);
  return true;
}

}  // namespace chopay::ledger
