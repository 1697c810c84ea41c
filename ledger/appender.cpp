#include "ledger/appender.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/error.hpp"

namespace chopay::ledger {
namespace {

/// A commit that takes longer than this is worth waiting for company: below it, waiting costs more
/// than the syncs it saves.
constexpr std::chrono::milliseconds slow_commit{1};
/// The share of a commit that is waited at most.
constexpr int gather_share = 5;

Instant newest_instant(Reader& reader) {
  Instant newest{};
  for (const auto& [market, head] : reader.heads()) {
    reader.read(market, Seq{number(head.seq) - 1}, 1, [&](const StoredEntry& stored) {
      if (const auto entry = decode(stored.bytes)) newest = std::max(newest, entry->at);
      return false;
    });
  }
  return newest;
}

}  // namespace

/// The batch's own first, then the store's: a duplicate inside one batch must be seen before the
/// store has it. `vault` has what the batch changes of the vault so far, and must outlive it.
class Appender::BatchKeys final : public KnownKeys {
 public:
  BatchKeys(Reader& reader, KeyEdge& edge, const std::vector<VaultChange>& vault)
      : reader_(reader), edge_(edge), vault_(vault) {}

  std::optional<Entry> find(const MarketId& market, const CreditKey& key) override {
    if (edge_.is_beyond(reader_, market, key)) return std::nullopt;
    if (const auto mine = batch_.find({market, key}); mine != batch_.end()) return *mine->second;
    const auto seq = reader_.find_key(market, key);
    if (!seq) return std::nullopt;
    auto found = stored_at(market, *seq);
    if (!found) throw StoreFailure("the index of keys names an entry that is not there");
    return found;
  }

  std::optional<Entry> at(const MarketId& market, Seq seq) override {
    for (const auto& [place, entry] : batch_) {
      if (place.market == market && entry->seq == seq) return *entry;
    }
    if (seq < first_seq || seq > last_seq_possible) return std::nullopt;
    return stored_at(market, seq);
  }

  std::optional<std::string> vault_row(std::string_view name) override {
    const auto mine = std::find_if(vault_.rbegin(), vault_.rend(),
                                   [&](const VaultChange& change) { return change.name == name; });
    return mine == vault_.rend() ? reader_.vault_get(name) : mine->value;
  }

  /// The entry must stay where it is as long as these keys live.
  void add(const Entry& entry) {
    if (!entry.key) return;
    batch_.emplace(Key{entry.market, *entry.key}, &entry);
    edge_.add(entry.market, *entry.key);
  }

 private:
  /// Refers to what it is the key of.
  struct Key {
    const MarketId& market;
    const CreditKey& key;
    friend bool operator<(const Key& a, const Key& b) {
      return std::tie(a.key.reference, a.key, a.market) <
             std::tie(b.key.reference, b.key, b.market);
    }
  };

  std::optional<Entry> stored_at(const MarketId& market, Seq seq) {
    std::optional<Entry> found;
    reader_.read(market, Seq{number(seq) - 1}, 1, [&](const StoredEntry& stored) {
      if (stored.seq == seq) found = decode(stored.bytes).value();
      return false;
    });
    return found;
  }

  Reader& reader_;
  KeyEdge& edge_;
  const std::vector<VaultChange>& vault_;
  std::map<Key, const Entry*> batch_;
};

Appender::Appender(Store& store, Decider& decider, const Clock& clock, LaneListener& listener,
                   LaneLimits limits, std::unique_ptr<Sealer> sealer)
    : store_(store),
      decider_(decider),
      clock_(clock),
      listener_(listener),
      limits_(limits),
      sealer_(sealer ? std::move(sealer) : std::make_unique<Sealer>(store.own_reader())),
      check_reader_(store.reader()),
      latest_(newest_instant(store.own_reader())) {
  for (auto& [market, head] : store.own_reader().heads()) heads_[market] = head;
  seal_unsigned();
  thread_ = std::thread([this] { work(); });
}

Appender::~Appender() {
  stop();
}

Appender::Submitted Appender::submit(std::unique_ptr<Command>& command) {
  const auto bytes = command->size_bytes();
  bool wake = false;
  {
    const std::lock_guard lock{mutex_};
    if (stopping_) return Submitted::stopping;
    if (queue_.size() >= limits_.queue_commands_max ||
        queue_bytes_ + bytes > limits_.queue_bytes_max) {
      return Submitted::full;
    }
    queue_.push_back(std::move(command));
    queue_bytes_ += bytes;
    wake = wake_at_ > 0 && queue_.size() >= wake_at_;
    if (wake) wake_at_ = 0;
  }
  if (wake) news_.notify_one();
  return Submitted::queued;
}

void Appender::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  news_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Appender::work() {
  for (;;) {
    auto batch = take();
    if (batch.empty() || !process(std::move(batch))) return;
  }
}

Appender::Commands Appender::take() {
  std::unique_lock lock{mutex_};
  if (mean_commit_ > slow_commit) gather(lock);
  while (queue_.empty() && !stopping_) {
    wake_at_ = 1;
    news_.wait(lock);
  }
  wake_at_ = 0;
  Commands batch;
  if (queue_.size() <= limits_.batch_commands_max) {
    batch.swap(queue_);
  } else {
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(limits_.batch_commands_max);
    batch.assign(std::move_iterator(queue_.begin()), std::move_iterator(end));
    queue_.erase(queue_.begin(), end);
  }
  queue_bytes_ = 0;
  for (const auto& command : queue_) queue_bytes_ += command->size_bytes();
  return batch;
}

/// Waits until as many are queued as were answered just now and came meanwhile: whoever sends one
/// notice after the other is then in the same batch again.
void Appender::gather(std::unique_lock<std::mutex>& lock) {
  const auto company = std::min(last_batch_ + queue_.size(), limits_.batch_commands_max);
  const auto until = std::chrono::steady_clock::now() + mean_commit_ / gather_share;
  while (!stopping_ && queue_.size() < company) {
    wake_at_ = company;
    if (news_.wait_until(lock, until) == std::cv_status::timeout) break;
  }
}

void Appender::append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault) {
  const auto start = std::chrono::steady_clock::now();
  store_.append(entries, vault, sealer_->seal(latest_));
  const auto took = std::chrono::steady_clock::now() - start;
  mean_commit_ += (took - mean_commit_) / 8;
  read_back(entries);
  sealer_->committed();
}

/// Why nothing may be added now; nothing when it may.
std::optional<Refused> Appender::refused() const {
  if (auto by_sealer = sealer_->refused(clock_.now(), latest_)) return by_sealer;
  return store_.refused();
}

void Appender::seal_unsigned() {
  if (!sealer_->has_unsigned() || refused()) return;
  latest_ = std::max(latest_, clock_.now());
  store_.begin();
  append({}, {});
}

/// The pair of the assertion at sealing: what another connection reads at the end of each log must
/// be what was written.
void Appender::read_back(std::span<const SealedEntry> entries) {
  std::set<MarketId> seen;
  for (auto sealed = entries.rbegin(); sealed != entries.rend(); ++sealed) {
    if (!seen.insert(sealed->entry.market).second) continue;
    bool same = false;
    const Seq before{number(sealed->entry.seq) - 1};
    check_reader_->read(sealed->entry.market, before, 2, [&](const StoredEntry& stored) {
      same = stored.seq == sealed->entry.seq && stored.bytes == sealed->bytes &&
             leaf_hash(stored.bytes) == sealed->hash;
      return same;  // and nothing may come behind it
    });
    if (!same) throw StoreFailure("what was committed does not read back");
  }
}

bool Appender::process(Commands batch) {
  try {
    if (const auto refused = this->refused()) {
      answer_readers(batch, *refused);
      return true;
    }
    std::vector<VaultChange> vault;
    BatchFigures figures{batch.size()};
    last_batch_ = batch.size();
    store_.begin();
    auto entries = decide_all(batch, vault);
    if (entries.empty() && vault.empty()) {
      store_.abandon();
    } else {
      const auto start = std::chrono::steady_clock::now();
      append(entries, vault);
      figures.commit = std::chrono::steady_clock::now() - start;
    }
    figures.entries = entries.size();
    if (!entries.empty()) listener_.committed(std::move(entries));
    listener_.answered(std::move(batch));
    {
      const std::lock_guard lock{mutex_};
      figures.waiting = queue_.size();
    }
    const auto answered = std::chrono::steady_clock::now();
    store_.between_batches(figures.waiting == 0);
    sealer_->between_batches(figures.waiting == 0);
    figures.between = std::chrono::steady_clock::now() - answered;
    listener_.batch_ended(figures);
    return true;
  } catch (const std::exception& failure) {
    give_up(std::move(batch), failure.what());
    return false;
  }
}

std::vector<SealedEntry> Appender::decide_all(Commands& batch, std::vector<VaultChange>& vault) {
  std::vector<SealedEntry> entries;
  entries.reserve(batch.size());  // at most one each, and none moves: the keys refer to them
  BatchKeys keys{store_.own_reader(), edge_, vault};
  latest_ = std::max(latest_, clock_.now());
  for (auto& command : batch) {
    auto decision = decider_.decide(*command, keys, latest_);
    std::move(decision.vault.begin(), decision.vault.end(), std::back_inserter(vault));
    if (!decision.draft) continue;
    entries.push_back(seal_next(std::move(*decision.draft), latest_));
    keys.add(entries.back().entry);
    sealer_->add(entries.back());
    decider_.apply(entries.back().entry);
    decider_.sealed(*command, entries.back());
  }
  return entries;
}

void Appender::answer_readers(Commands& batch, const Refused& why) {
  store_.begin();
  const std::vector<VaultChange> nothing_changed;
  BatchKeys keys{store_.own_reader(), edge_, nothing_changed};
  const auto now = std::max(latest_, clock_.now());
  std::vector<bool> writes;
  for (const auto& command : batch) {
    const auto decision = decider_.decide(*command, keys, now);
    writes.push_back(decision.draft || !decision.vault.empty());
  }
  store_.abandon();
  Commands answered;
  Commands refused;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    (writes[i] ? refused : answered).push_back(std::move(batch[i]));
  }
  if (!refused.empty()) listener_.refused(std::move(refused), why);
  listener_.answered(std::move(answered));
}

SealedEntry Appender::seal_next(Draft draft, Instant now) {
  auto& head = heads_[draft.market];
  auto sealed = seal(std::move(draft), next(head.seq), head.hash, now);
  head = {sealed.entry.seq, sealed.hash};
  return sealed;
}

void Appender::give_up(Commands batch, const std::string& why) {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    std::move(queue_.begin(), queue_.end(), std::back_inserter(batch));
    queue_.clear();
  }
  listener_.failed(std::move(batch), why);
}

}  // namespace chopay::ledger
