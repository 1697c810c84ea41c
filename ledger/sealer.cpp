#include "ledger/sealer.hpp"

#include <utility>

#include "ledger/tile.hpp"

namespace chopay::ledger {
namespace {

using namespace std::chrono_literals;

/// How long marks of the head guard may wait for a sync; a power cut then shows an older one.
constexpr auto guard_sync_idle = 10s;
constexpr auto guard_sync_busy = 60s;

constexpr std::string_view restore_newest =
    "; nothing is signed or added: bring back the newest copy of the ledger (from a follower, or "
    "a later backup)";

std::string entries_text(std::uint64_t size) {
  return std::to_string(size) + (size == 1 ? " entry" : " entries");
}

}  // namespace

Sealer::Sealer(Reader& reader, std::optional<LogKey> key, std::unique_ptr<HeadGuard> guard)
    : key_(std::move(key)), guard_(std::move(guard)) {
  if (key_) identity_ = key_->identity();
  for (const auto& head : reader.heads()) load(reader, head);
  if (guard_) check_guard(reader);
}

void Sealer::load(Reader& reader, const MarketHead& head) {
  const auto size = number(head.head.seq);
  auto& log = logs_[head.market];
  if (size >= tile_width && reader.tile_roots(head.market, 1, 0, 1).empty()) {
    // Written by something that does not seal, such as an import: its tiles are made now.
    reader.read(head.market, Seq{}, size, [&](const StoredEntry& stored) {
      log.tree.add(stored.hash, log.filled);
      return true;
    });
    open(head.market, log);
  } else {
    TileSource tiles{reader, head.market};
    log.tree = CompactTree{size, tiles.source()};
  }
  check_checkpoint(reader, head);
  if (key_ && log.signed_size < log.tree.size()) open(head.market, log);
}

void Sealer::open(const MarketId& market, Log& log) {
  if (!std::exchange(log.is_open, true)) open_.insert(market);
}

void Sealer::check_checkpoint(Reader& reader, const MarketHead& head) {
  const auto stored = reader.checkpoint(head.market);
  if (!stored) return;
  const auto note = parse_note(stored->note);
  const auto checkpoint = note ? parse_checkpoint(note->text) : note.error();
  auto& log = logs_.at(head.market);
  const auto place = "market " + head.market.text() + ": ";
  if (!checkpoint || checkpoint->size != stored->size) {
    return refuse(Refusal::forked, place + "its stored checkpoint cannot be read");
  }
  if (checkpoint->size > log.tree.size()) {
    return refuse(Refusal::rolled_back, place + "its checkpoint covers " +
                                            entries_text(checkpoint->size) + ", it has " +
                                            std::to_string(log.tree.size()));
  }
  TileSource tiles{reader, head.market};
  if (root_of(checkpoint->size, tiles.source()) != checkpoint->root) {
    return refuse(Refusal::forked, place + "its entries are not those that its checkpoint of " +
                                       entries_text(checkpoint->size) + " signs");
  }
  log.signed_size = checkpoint->size;
  log.signed_root = checkpoint->root;
  if (key_ && !is_signed_by(*note, identity_.verifier(head.market))) {
    refuse(Refusal::key_lost,
           place +
               "its checkpoints are signed by another key than that in log.key; bring that key "
               "back, another one would begin a second log");
  }
}

void Sealer::check_guard(Reader& reader) {
  bool any_signed = false;
  std::map<std::string, MarketId> markets;
  for (const auto& [market, log] : logs_) {
    any_signed = any_signed || log.signed_size > 0;
    if (key_) markets[identity_.origin(market)] = market;
  }
  if (guard_->is_new() && any_signed) {
    return refuse(Refusal::guard_lost,
                  "there is no head guard at " + guard_->path() +
                      " though the ledger has signed checkpoints; if this is its newest copy, say "
                      "so with `chopay log trust-head`");
  }
  for (const auto& [origin, mark] : guard_->marks()) {
    const auto market = markets.find(origin);
    const auto there = market == markets.end() ? 0 : logs_.at(market->second).tree.size();
    if (mark.size > there) {
      return refuse(Refusal::rolled_back, origin + " was signed up to " + entries_text(mark.size) +
                                              ", this ledger has " + std::to_string(there) +
                                              " of it");
    }
    if (mark.size == 0) continue;
    TileSource tiles{reader, market->second};
    if (root_of(mark.size, tiles.source()) != mark.root) {
      return refuse(Refusal::forked, origin + " was signed with other entries among the first " +
                                         std::to_string(mark.size));
    }
  }
}

void Sealer::refuse_guard(const Error& damage) {
  refuse(Refusal::guard_damaged,
         "the head guard says nothing: " + damage.message() +
             "; if this ledger is its newest copy, move that file away, keep it, and say so with "
             "`chopay log trust-head`");
}

void Sealer::refuse(Refusal why, std::string text) {
  if (refused_) return;
  if (why == Refusal::rolled_back || why == Refusal::forked) text += restore_newest;
  refused_ = Refused{why, std::move(text)};
}

std::optional<Refused> Sealer::refused(Instant now, Instant newest) const {
  if (refused_) return refused_;
  if (now + clock_step_max >= newest) return std::nullopt;
  return Refused{Refusal::clock_behind, "the machine's clock says " + format_instant(now) +
                                            ", the newest entry is of " + format_instant(newest) +
                                            "; nothing is added until the clock is right"};
}

bool Sealer::has_unsigned() const {
  return !refused_ && !open_.empty();
}

void Sealer::add(const SealedEntry& entry) {
  auto& log = logs_[entry.entry.market];
  log.tree.add(entry.hash, log.filled);
  open(entry.entry.market, log);
}

Sealer::Sealed Sealer::seal(Instant now, const std::function<bool(const MarketId&)>& wanted) {
  Sealed sealed;
  for (auto next = open_.begin(); next != open_.end();) {
    const auto place = next++;
    if (wanted && !wanted(*place)) continue;
    auto& log = logs_.at(*place);
    log.is_open = false;
    auto& seal = sealed.seals.emplace_back(Seal{*place, std::exchange(log.filled, {}), {}});
    if (key_ && log.signed_size < log.tree.size()) {
      log.signed_size = log.tree.size();
      log.signed_root = log.tree.root();
      seal.checkpoint = StoredCheckpoint{business_day_of(now), log.signed_size,
                                         key_->sign(*place, log.signed_size, log.signed_root)};
      if (guard_) {
        make_guard();
        sealed.marks.emplace_back(identity_.origin(*place),
                                  HeadMark{log.signed_size, log.signed_root});
      }
    }
    open_.erase(place);
  }
  return sealed;
}

/// Before the commit that it would be missed after.
void Sealer::make_guard() {
  const std::lock_guard lock{guard_mutex_};
  guard_->make();
}

void Sealer::committed(const Sealed& sealed) {
  if (sealed.marks.empty()) return;
  const std::lock_guard lock{guard_mutex_};
  for (const auto& [origin, mark] : sealed.marks) guard_->move(origin, mark);
}

void Sealer::between_batches(bool idle) {
  if (!guard_) return;
  const std::lock_guard lock{guard_mutex_};
  const auto now = std::chrono::steady_clock::now();
  if (now - guard_synced_ < (idle ? guard_sync_idle : guard_sync_busy)) return;
  guard_->sync();
  guard_synced_ = now;
}

}  // namespace chopay::ledger
