#include "ledger/open_batches.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "ledger/error.hpp"

namespace chopay::ledger {
namespace {

std::size_t hash_of(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

/// Two keys may share it: it is asked before the keys are.
std::size_t hash_of(const MarketId& market, const CreditKey& key) {
  const auto day = static_cast<std::size_t>(key.day.days()) * 0x9e3779b97f4a7c15u;
  return hash_of(key.reference) ^ hash_of(key.account) * 3 ^ hash_of(market.text()) * 5 ^ day;
}

}  // namespace

void OpenBatches::begin(Instant now) {
  now_ = now;
  if (!edge_.is_full()) return;
  settle();
  edge_.forget();
}

std::optional<Entry> OpenBatches::find(const MarketId& market, const CreditKey& key) {
  auto& way = way_of(market);
  const auto hash = hash_of(market, key);
  const auto [first, end] = way.of_open.keys.equal_range(hash);
  for (auto mark = first; mark != end; ++mark) {
    const auto& entry = way.open.entries[mark->second].entry;
    if (entry.market == market && entry.key == key) return entry;
  }
  if (way.of_handed.keys.contains(hash)) await(way);
  if (edge_.is_beyond(reader_, market, key)) return std::nullopt;
  const auto seq = reader_.find_key(market, key);
  if (!seq) return std::nullopt;
  auto found = stored_at(market, *seq);
  if (!found) throw StoreFailure("the index of keys names an entry that is not there");
  return found;
}

std::optional<Entry> OpenBatches::at(const MarketId& market, Seq seq) {
  if (seq < first_seq || seq > last_seq_possible) return std::nullopt;
  auto& way = way_of(market);
  for (const auto& sealed : way.open.entries) {
    if (sealed.entry.market == market && sealed.entry.seq == seq) return sealed.entry;
  }
  const auto first = way.of_handed.first.find(market);
  if (first != way.of_handed.first.end() && seq >= first->second) await(way);
  return stored_at(market, seq);
}

std::optional<Entry> OpenBatches::stored_at(const MarketId& market, Seq seq) {
  std::optional<Entry> found;
  reader_.read(market, Seq{number(seq) - 1}, 1, [&](const StoredEntry& stored) {
    if (stored.seq == seq) found = decode(stored.bytes).value();
    return false;
  });
  return found;
}

std::optional<std::string> OpenBatches::vault_row(std::string_view name) {
  const auto hash = hash_of(name);
  for (auto& way : ways_) {
    if (way.of_open.rows.contains(hash)) {
      const auto& changes = way.open.vault;
      const auto mine = std::find_if(changes.rbegin(), changes.rend(),
                                     [&](const auto& change) { return change.name == name; });
      if (mine != changes.rend()) return mine->value;
    }
    if (way.of_handed.rows.contains(hash)) await(way);
  }
  return reader_.vault_get(name);
}

OpenBatches::Way& OpenBatches::way_of(const MarketId& market) {
  if (ways_.size() == 1 || market.empty()) return ways_.front();
  return ways_[hash_of(market.text()) % ways_.size()];
}

const SealedEntry& OpenBatches::add(Way& way, SealedEntry entry) {
  auto& entries = way.open.entries;
  sealer_.add(entry);
  way.of_open.first.try_emplace(entry.entry.market, entry.entry.seq);
  if (const auto& key = entry.entry.key) {
    way.of_open.keys.emplace(hash_of(entry.entry.market, *key), entries.size());
    edge_.add(entry.entry.market, *key);
  }
  return entries.emplace_back(std::move(entry));
}

void OpenBatches::add(Way& way, std::vector<VaultChange> changes) {
  for (auto& change : changes) {
    const auto hash = hash_of(change.name);
    for (auto& other : ways_) {
      if (&other == &way) continue;
      if (other.of_open.rows.contains(hash)) {
        settle(other);
      } else if (other.of_handed.rows.contains(hash)) {
        await(other);
      }
    }
    way.of_open.rows.insert(hash);
    way.open.vault.push_back(std::move(change));
  }
}

void OpenBatches::add(Way& way, std::unique_ptr<Command> command) {
  way.open.bytes += command->size_bytes();
  way.open.commands.push_back(std::move(command));
  ++way.open.decided;
  ++way.open.held;
}

bool OpenBatches::add_questions(Commands& questions) {
  auto asked = std::make_shared<Questions>();
  std::size_t bytes = 0;
  for (const auto& question : questions) bytes += question->size_bytes();
  for (auto& way : ways_) {
    if (way.open.is_empty() && way.writer->is_free()) continue;
    if (asked->awaited++ == 0) way.open.decided += questions.size();
    way.open.held += questions.size();
    way.open.bytes += bytes;
    way.open.questions.push_back(asked);
  }
  if (asked->awaited == 0) return false;
  asked->commands = std::move(questions);
  questions.clear();
  return true;
}

std::size_t OpenBatches::open_commands() const {
  std::size_t count = 0;
  for (const auto& way : ways_) count += way.open.held;
  return count;
}

std::size_t OpenBatches::open_bytes() const {
  std::size_t bytes = 0;
  for (const auto& way : ways_) bytes += way.open.bytes;
  return bytes;
}

void OpenBatches::hand_over(Way& way) {
  auto& batch = way.open;
  if (batch.writes()) {
    batch.sealed =
        sealer_.seal(now_, [&](const MarketId& market) { return &way_of(market) == &way; });
  }
  way.last_size = batch.decided;
  way.of_handed = std::exchange(way.of_open, {});
  way.writer->hand(std::exchange(batch, {}));
}

/// Waits until what the writer has is durable, and can be read.
void OpenBatches::await(Way& way) {
  way.writer->wait_until_free();
  way.of_handed = {};
}

/// The same for what is open, too.
void OpenBatches::settle(Way& way) {
  await(way);
  if (way.open.is_empty()) return;
  hand_over(way);
  await(way);
}

void OpenBatches::settle() {
  for (auto& way : ways_) settle(way);
}

Commands OpenBatches::take_open() {
  Commands answered;
  Commands failed;
  for (auto& way : ways_) way.open.release(true, answered, failed);
  return failed;
}

}  // namespace chopay::ledger
