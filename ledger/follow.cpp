#include "ledger/follow.hpp"

#include <algorithm>
#include <utility>

#include "ledger/error.hpp"
#include "ledger/log_lines.hpp"

namespace chopay::ledger {
namespace {

CompactTree tree_of_copy(Reader& reader, const MarketId& market) {
  TileSource tiles{reader, market};
  return CompactTree{number(reader.head(market).seq), tiles.source()};
}

/// When the newest entry was decided; the epoch for an empty copy.
Instant newest_at_of_copy(Reader& reader, const MarketId& market) {
  Instant at{};
  const auto size = number(reader.head(market).seq);
  if (size == 0) return at;
  reader.read(market, Seq{size - 1}, 1, [&](const StoredEntry& stored) {
    const auto entry = decode(stored.bytes);
    if (!entry) throw StoreFailure("the newest entry of the copy: " + entry.error().message());
    at = entry->at;
    return true;
  });
  return at;
}

std::string side(std::string_view who, std::uint64_t size, const Hash& root) {
  return std::string{who} + " has " + std::to_string(size) + " entries with root " + to_hex(root);
}

}  // namespace

Follower::Follower(Store& store, MarketId market, VerifierKey log, LogSource& source,
                   const Clock& clock)
    : store_(store),
      market_(std::move(market)),
      log_(std::move(log)),
      source_(source),
      clock_(clock),
      chain_(market_),
      tree_(tree_of_copy(store.own_reader(), market_)),
      newest_at_(newest_at_of_copy(store.own_reader(), market_)),
      kept_(store.own_reader().checkpoint(market_)) {
  chain_ = ChainCheck{market_, store.own_reader().head(market_), newest_at_};
}

std::string Follower::remembered() const {
  return side("this copy", tree_.size(), tree_.root());
}

Result<FollowProgress> Follower::step() {
  if (!target_ || target_->checkpoint.size == tree_.size()) {
    if (auto aimed = aim(); !aimed) return aimed.error();
  }
  if (target_->checkpoint.size > tree_.size()) {
    auto page = fetch_page();
    if (!page) return page.error();
    if (auto checked = check(*page); !checked) {
      target_.reset();  // a retry begins with a new checkpoint
      return checked.error();
    }
    write(std::move(*page));
  }
  return FollowProgress{tree_.size(), target_->checkpoint.size, newest_at_};
}

Result<void> Follower::aim() {
  const auto text = source_.checkpoint();
  if (!text) return text.error();
  const auto note = parse_note(*text);
  if (!note) return note.error();
  auto checkpoint = open_checkpoint(*note, log_);
  if (!checkpoint) return checkpoint.error();
  const auto now = "; " + side("the log", checkpoint->size, checkpoint->root);
  if (checkpoint->size < tree_.size()) return Error{Errc::log_went_back, remembered() + now};
  if (checkpoint->size == tree_.size() && checkpoint->root != tree_.root()) {
    return Error{Errc::split_view, remembered() + now};
  }
  const auto size = checkpoint->size;
  target_.emplace(Target{std::move(*checkpoint), note->print(), ServedTree{source_, size}});
  return {};
}

Result<Follower::Page> Follower::fetch_page() {
  const auto missing = target_->checkpoint.size - tree_.size();
  const auto limit = std::min<std::uint64_t>(missing, log_page_entries_max);
  const auto text = source_.entries(chain_.head().seq, static_cast<std::size_t>(limit));
  if (!text) return text.error();
  Page page{chain_, tree_, {}, {}};
  std::string_view rest{*text};
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return Error{Errc::bad_entry, "a page without its end"};
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    const bool is_private = is_private_line(line);
    if (!is_private && page.entries.size() == limit) {
      return Error{Errc::bad_entry, "a page with more entries than were asked for"};
    }
    const auto taken = is_private ? take_private_line(line, page.entries)
                                  : take_entry_line(line, page.chain, page.entries);
    if (!taken) {
      const auto place = "entry " + std::to_string(page.tree.size() + (is_private ? 0 : 1));
      const auto broken = taken.error().code == Errc::chain_broken && page.entries.empty();
      return Error{broken ? make_error_code(Errc::split_view) : taken.error().code,
                   place + " of the log does not continue this copy: " + taken.error().message() +
                       "; " + remembered() + "; " +
                       side("the log", target_->checkpoint.size, target_->checkpoint.root)};
    }
    if (!is_private) page.tree.add(page.entries.back().hash, page.filled);
  }
  if (page.entries.empty()) return Error{Errc::bad_entry, "a page without the entries signed for"};
  return page;
}

/// The page must lead to the checkpoint: as the whole of it, or as a proven beginning.
Result<void> Follower::check(const Page& page) {
  const auto& signed_ = target_->checkpoint;
  std::vector<Hash> proof;
  if (page.tree.size() < signed_.size) {
    auto served = target_->tree.proof_from(page.tree.size());
    if (!served) return served.error();
    proof = std::move(*served);
  }
  const auto root = page.tree.root();
  if (is_consistent(page.tree.size(), root, signed_.size, signed_.root, proof)) return {};
  return Error{Errc::tree_mismatch,
               side("with the entries it gave, the log", page.tree.size(), root) + "; " +
                   side("its checkpoint", signed_.size, signed_.root)};
}

void Follower::write(Page page) {
  Seal seal{market_, std::move(page.filled), {}};
  if (page.tree.size() == target_->checkpoint.size) {
    // Days only rise, as those that the lane keeps: a clock put back must not hide the newest.
    const auto today = business_day_of(clock_.now());
    const auto day = kept_ ? std::max(kept_->day, today) : today;
    seal.checkpoint = StoredCheckpoint{day, page.tree.size(), target_->note};
    kept_ = seal.checkpoint;
  }
  store_.begin();
  store_.append(page.entries, {}, {&seal, 1});
  store_.between_batches(false);
  newest_at_ = page.entries.back().entry.at;
  chain_ = std::move(page.chain);
  tree_ = std::move(page.tree);
}

}  // namespace chopay::ledger
