#include "ledger/replay.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "ledger/error.hpp"

namespace chopay::ledger {

Result<Entry> ChainCheck::next(const StoredEntry& stored) {
  Entry entry;
  if (auto checked = next(stored.seq, stored.bytes, stored.hash, entry); !checked) {
    return checked.error();
  }
  return entry;
}

Result<void> ChainCheck::next(Seq seq, std::string_view bytes, const Hash& hash, Entry& entry) {
  if (seq != ledger::next(head_.seq)) return Error{Errc::gap};
  if (leaf_hash(bytes) != hash) return Error{Errc::hash_mismatch};
  if (auto decoded = decode(bytes, entry); !decoded) return decoded;
  return follow(seq, hash, entry);
}

Result<void> ChainCheck::next(std::string_view bytes, Entry& entry) {
  if (auto decoded = decode(bytes, entry); !decoded) return decoded;
  if (entry.seq != ledger::next(head_.seq)) return Error{Errc::gap};
  return follow(entry.seq, leaf_hash(bytes), entry);
}

Result<void> ChainCheck::follow(Seq seq, const Hash& hash, const Entry& entry) {
  if (entry.market != market_) return Error{Errc::wrong_market};
  if (entry.seq != seq) return Error{Errc::gap, "the bytes name another seq"};
  if (entry.previous != head_.hash) return Error{Errc::chain_broken};
  if (entry.at < last_at_) return Error{Errc::bad_instant, "earlier than the entry before"};
  head_ = {seq, hash};
  last_at_ = entry.at;
  return {};
}

namespace {

/// The head that `from` has of the market; nullptr where none. Markets keep their order, so it is
/// mostly at the same place.
const Head* known_head(const MarketId& market, std::span<const MarketHead> from,
                       std::size_t place) {
  if (place < from.size() && from[place].market == market) return &from[place].head;
  const auto known = std::ranges::find(from, market, &MarketHead::market);
  return known == from.end() ? nullptr : &known->head;
}

/// The check of a market's log from its beginning, or after the head that is known.
ChainCheck check_from(Reader& reader, const MarketId& market, const Head* known) {
  if (!known) return ChainCheck{market};
  Instant at{};
  reader.read(market, Seq{number(known->seq) - 1}, 1, [&](const StoredEntry& stored) {
    if (const auto entry = decode(stored.bytes)) at = entry->at;
    return false;
  });
  return {market, *known, at};
}

}  // namespace

Result<void> replay(Reader& reader, const std::function<void(const Entry&)>& apply,
                    std::span<const MarketHead> from) {
  const FrozenView view{reader};
  std::size_t place = 0;
  for (const auto& [market, head] : reader.heads()) {
    const auto* const known = known_head(market, from, place++);
    if (known && *known == head) continue;
    auto check = check_from(reader, market, known);
    std::optional<Error> error;
    Entry entry;
    Seq at{};
    reader.read(market, check.head().seq, std::numeric_limits<std::size_t>::max(),
                [&](const StoredEntry& stored) {
                  at = stored.seq;
                  auto checked = check.next(stored.seq, stored.bytes, stored.hash, entry);
                  if (!checked) {
                    error = checked.error();
                    return false;
                  }
                  apply(entry);
                  return true;
                });
    const auto place = "market " + market.text() + ", seq " + std::to_string(number(at));
    if (error)
      return Error{error->code, place + (error->detail.empty() ? "" : ", ") + error->detail};
    if (check.head() != head) return Error{Errc::head_moved, place + " is not the stored head"};
  }
  return {};
}

}  // namespace chopay::ledger
