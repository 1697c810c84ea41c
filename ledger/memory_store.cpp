#include "ledger/memory_store.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace chopay::ledger {
namespace {

using Image = std::shared_ptr<const MemoryImage>;

class MemoryReader final : public Reader {
 public:
  explicit MemoryReader(std::shared_ptr<MemoryDisk> disk) : disk_(std::move(disk)) {}

  void freeze() override {
    if (frozen_++ == 0) view_ = newest();
  }
  void thaw() noexcept override {
    if (--frozen_ == 0) view_.reset();
  }

  std::vector<MarketHead> heads() override {
    const auto image = now();
    std::vector<MarketHead> heads;
    for (const auto& market : image->order) heads.push_back({market, end_of(*image, market)});
    return heads;
  }

  Head head(const MarketId& market) override { return end_of(*now(), market); }

  void read(const MarketId& market, Seq after, std::size_t limit,
            const std::function<bool(const StoredEntry&)>& take) override {
    const auto image = now();
    const auto* log = log_of(*image, market);
    if (!log) return;
    for (auto at = number(after); at < log->entries.size() && limit > 0; ++at, --limit) {
      if (!take(log->entries[at])) return;
    }
  }

  void read_rows(const MarketId& market,
                 const std::function<bool(const EntryRow&)>& take) override {
    const auto image = now();
    const auto* log = log_of(*image, market);
    if (!log) return;
    std::map<StallId, Seq> newest;
    for (const auto& stored : log->entries) {
      const auto entry = decode(stored.bytes).value();
      EntryRow row{stored.seq, stored.bytes, stored.hash, entry.stall.text(), {}, {}, true};
      if (!entry.stall.empty()) {
        row.stall_before = std::exchange(newest[entry.stall], stored.seq);
      }
      const auto part = log->privates.find(stored.seq);
      if (part != log->privates.end()) row.private_part = part->second;
      if (!take(row)) return;
    }
  }

  void read_keys(const MarketId& market, const std::function<bool(const KeyRow&)>& take) override {
    const auto image = now();
    const auto* log = log_of(*image, market);
    if (!log) return;
    std::vector<std::pair<const CreditKey*, Seq>> rows;
    for (const auto& [key, seq] : log->keys) rows.emplace_back(&key, seq);
    std::ranges::sort(rows, {}, [](const auto& row) {
      return std::tie(row.first->day, row.first->bank, row.first->reference, row.first->account);
    });
    for (const auto& [key, seq] : rows) {
      if (!take({key->day, key->bank, key->reference, key->account, seq, true})) return;
    }
  }

  std::vector<std::pair<StallId, Seq>> stall_heads(const MarketId& market) override {
    const auto image = now();
    std::vector<std::pair<StallId, Seq>> heads;
    if (const auto* log = log_of(*image, market)) {
      for (const auto& [stall, seqs] : log->stalls) heads.emplace_back(stall, seqs.back());
    }
    return heads;
  }

  std::vector<StoredEntry> stall_page(const MarketId& market, const StallId& stall, Seq before,
                                      std::size_t limit) override {
    const auto image = now();
    std::vector<StoredEntry> page;
    const auto* log = log_of(*image, market);
    if (!log || !log->stalls.contains(stall)) return page;
    const auto& seqs = log->stalls.at(stall);
    auto end = before == Seq{} ? seqs.end() : std::lower_bound(seqs.begin(), seqs.end(), before);
    while (end != seqs.begin() && page.size() < limit) {
      page.push_back(log->entries[number(*--end) - 1]);
    }
    return page;
  }

  std::optional<Seq> find_key(const MarketId& market, const CreditKey& key) override {
    const auto image = now();
    const auto* log = log_of(*image, market);
    if (!log) return std::nullopt;
    const auto found = log->keys.find(key);
    return found == log->keys.end() ? std::nullopt : std::optional{found->second};
  }

  std::optional<std::string> newest_reference(const MarketId& market, BusinessDay day,
                                              const std::string& bank) override {
    const auto image = now();
    std::optional<std::string> newest;
    const auto* log = log_of(*image, market);
    if (!log) return newest;
    for (const auto& [key, seq] : log->keys) {
      if (key.day == day && key.bank == bank && (!newest || key.reference > *newest)) {
        newest = key.reference;
      }
    }
    return newest;
  }

  std::uint64_t key_count(const MarketId& market) override {
    const auto image = now();
    const auto* log = log_of(*image, market);
    return log ? log->keys.size() : 0;
  }

  DayTotals day_totals(const MarketId& market, BusinessDay day) override {
    const auto image = now();
    DayTotals sums{end_of(*image, market), {}};
    if (const auto* log = log_of(*image, market)) {
      for (const auto& [key, total] : log->totals) {
        if (key.first == day) sums.totals.push_back(total);
      }
    }
    return sums;
  }

  std::optional<DayTotal> day_total(const MarketId& market, BusinessDay day,
                                    const std::string& account) override {
    const auto image = now();
    const auto* log = log_of(*image, market);
    if (!log) return std::nullopt;
    const auto total = log->totals.find({day, account});
    return total == log->totals.end() ? std::nullopt : std::optional{total->second};
  }

  std::vector<DayTotal> all_totals(const MarketId& market) override {
    const auto image = now();
    std::vector<DayTotal> totals;
    if (const auto* log = log_of(*image, market)) {
      for (const auto& [key, total] : log->totals) totals.push_back(total);
    }
    return totals;
  }

  std::vector<Hash> tile_roots(const MarketId& market, unsigned level, std::uint64_t first,
                               std::size_t limit) override {
    const auto image = now();
    std::vector<Hash> roots;
    const auto* log = log_of(*image, market);
    if (!log) return roots;
    auto tile = log->tiles.find({level, first});
    while (tile != log->tiles.end() && roots.size() < limit &&
           tile->first == std::pair{level, first + roots.size()}) {
      roots.push_back(tile++->second);
    }
    return roots;
  }

  std::optional<StoredCheckpoint> checkpoint(const MarketId& market) override {
    auto all = all_checkpoints(market);
    if (all.empty()) return std::nullopt;
    return std::move(all.back());
  }

  std::vector<StoredCheckpoint> all_checkpoints(const MarketId& market) override {
    const auto image = now();
    std::vector<StoredCheckpoint> checkpoints;
    if (const auto* log = log_of(*image, market)) {
      for (const auto& [day, checkpoint] : log->checkpoints) checkpoints.push_back(checkpoint);
    }
    return checkpoints;
  }

  std::optional<std::string> private_part(const MarketId& market, Seq seq) override {
    const auto image = now();
    const auto* log = log_of(*image, market);
    if (!log) return std::nullopt;
    const auto found = log->privates.find(seq);
    return found == log->privates.end() ? std::nullopt : std::optional{found->second};
  }

  std::uint64_t private_count(const MarketId& market) override {
    const auto image = now();
    const auto* log = log_of(*image, market);
    return log ? log->privates.size() : 0;
  }

  std::optional<std::string> structure_damage() override { return std::nullopt; }

  std::optional<std::string> vault_get(std::string_view name) override {
    const auto image = now();
    const auto found = image->vault.find(name);
    return found == image->vault.end() ? std::nullopt : std::optional{found->second};
  }

  std::vector<std::pair<std::string, std::string>> vault_list(std::string_view prefix) override {
    const auto image = now();
    std::vector<std::pair<std::string, std::string>> rows;
    for (auto row = image->vault.lower_bound(prefix);
         row != image->vault.end() && row->first.starts_with(prefix); ++row) {
      rows.emplace_back(*row);
    }
    return rows;
  }

 private:
  Image newest() const {
    const std::lock_guard lock{disk_->mutex};
    return disk_->image;
  }
  Image now() const { return view_ ? view_ : newest(); }

  static const MemoryImage::Log* log_of(const MemoryImage& image, const MarketId& market) {
    const auto found = image.logs.find(market);
    return found == image.logs.end() ? nullptr : &found->second;
  }
  static Head end_of(const MemoryImage& image, const MarketId& market) {
    const auto* log = log_of(image, market);
    if (!log || log->entries.empty()) return {};
    return {log->entries.back().seq, log->entries.back().hash};
  }

  std::shared_ptr<MemoryDisk> disk_;
  Image view_;
  int frozen_ = 0;
};

void add_to_totals(MemoryImage::Log& log, const Entry& entry) {
  for (const auto& posting : entry.postings) {
    auto& total = log.totals[{entry.day, posting.account}];
    total.day = entry.day;
    total.account = posting.account;
    ++total.postings;
    total.amount += posting.amount;
    total.last = entry.seq;
  }
}

void add(MemoryImage& image, const SealedEntry& sealed) {
  const auto& entry = sealed.entry;
  const auto [place, is_new] = image.logs.try_emplace(entry.market);
  if (is_new) image.order.push_back(entry.market);
  auto& log = place->second;
  const Hash previous = log.entries.empty() ? Hash{} : log.entries.back().hash;
  if (number(entry.seq) != log.entries.size() + 1 || entry.previous != previous) {
    throw StoreFailure("an entry does not follow the head of its market");
  }
  if (entry.key && !log.keys.emplace(*entry.key, entry.seq).second) {
    throw StoreFailure("the market has an entry with this key");
  }
  log.entries.push_back({entry.seq, sealed.bytes, sealed.hash});
  if (!entry.stall.empty()) log.stalls[entry.stall].push_back(entry.seq);
  if (entry.private_hash) log.privates[entry.seq] = sealed.private_part;
  add_to_totals(log, entry);
}

void add(MemoryImage& image, const Seal& seal) {
  auto& log = image.logs.at(seal.market);
  for (const auto& tile : seal.filled) {
    if (!log.tiles.emplace(std::pair{tile.level, tile.index}, tile.hash).second) {
      throw StoreFailure("a tile is there already");
    }
  }
  if (!seal.checkpoint) return;
  auto& newest = log.checkpoints[seal.checkpoint->day];
  if (seal.checkpoint->size < newest.size) throw StoreFailure("a checkpoint does not shrink");
  newest = *seal.checkpoint;
}

}  // namespace

MemoryStore::MemoryStore(std::shared_ptr<MemoryDisk> disk)
    : disk_(std::move(disk)), own_reader_(std::make_unique<MemoryReader>(disk_)) {}

MemoryStore::~MemoryStore() = default;

std::unique_ptr<Reader> MemoryStore::reader() {
  return std::make_unique<MemoryReader>(disk_);
}

void MemoryStore::begin() {
  if (broken_) throw StoreFailure("the store has failed before; restart the process");
  if (batch_open_) throw std::logic_error("begin() while a batch is open");
  batch_open_ = true;
}

void MemoryStore::end_batch() {
  if (!batch_open_) throw std::logic_error("a batch is ended that was not begun");
  batch_open_ = false;
}

void MemoryStore::abandon() {
  end_batch();
}

void MemoryStore::append(std::span<const SealedEntry> entries, std::span<const VaultChange> vault,
                         std::span<const Seal> seals) {
  end_batch();
  broken_ = true;
  const std::lock_guard lock{disk_->mutex};
  auto image = std::make_shared<MemoryImage>(*disk_->image);
  for (const auto& sealed : entries) add(*image, sealed);
  for (const auto& seal : seals) add(*image, seal);
  for (const auto& change : vault) {
    if (change.value) {
      image->vault[change.name] = *change.value;
    } else {
      image->vault.erase(change.name);
    }
  }
  disk_->image = std::move(image);
  broken_ = false;
}

void MemoryStore::erase_private(const MarketId& market, std::span<const Seq> seqs) {
  begin();
  end_batch();
  const std::lock_guard lock{disk_->mutex};
  auto image = std::make_shared<MemoryImage>(*disk_->image);
  auto& privates = image->logs[market].privates;
  for (const auto seq : seqs) {
    if (const auto found = privates.find(seq); found != privates.end()) found->second.clear();
  }
  disk_->image = std::move(image);
}

}  // namespace chopay::ledger
