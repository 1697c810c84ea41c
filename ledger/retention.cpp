#include "ledger/retention.hpp"

#include <utility>
#include <vector>

namespace chopay::ledger {
namespace {

constexpr std::size_t page_entries = 2'048;

/// The chosen ones among the entries after `after`; moves it to the last entry that was looked at.
std::vector<Seq> choose(Reader& reader, const MarketId& market, const PrivateChoice& chosen,
                        Seq& after) {
  std::vector<Seq> seqs;
  reader.read(market, after, page_entries, [&](const StoredEntry& stored) {
    after = stored.seq;
    const auto part = reader.private_part(market, stored.seq);
    if (!part || part->size() < sizeof(Salt)) return true;
    const auto entry = decode(stored.bytes);
    if (!entry) throw StoreFailure("entry " + std::to_string(number(after)) + " is damaged");
    if (chosen(*entry, std::string_view{*part}.substr(sizeof(Salt)))) seqs.push_back(stored.seq);
    return true;
  });
  return seqs;
}

}  // namespace

std::uint64_t erase_private_parts(Store& store, const MarketId& market,
                                  const PrivateChoice& chosen) {
  std::uint64_t erased = 0;
  const auto end = store.own_reader().head(market).seq;
  for (Seq after{}; after < end;) {
    const auto before = after;
    const auto seqs = choose(store.own_reader(), market, chosen, after);
    if (after == before) throw StoreFailure("the log ends before its head");
    // Of none, too: an earlier try may have left in the WAL what it erased.
    store.erase_private(market, seqs);
    erased += seqs.size();
  }
  return erased;
}

std::uint64_t erase_vault_rows(Store& store, std::string_view prefix,
                               const VaultRowChoice& chosen) {
  std::vector<VaultChange> changes;
  for (auto& [name, value] : store.own_reader().vault_list(prefix)) {
    if (chosen(name, value)) changes.push_back({std::move(name), std::nullopt});
  }
  if (!changes.empty()) {
    store.begin();
    store.append({}, changes);
  }
  // Erasing of none empties the WAL, also of what an earlier try may have left there.
  const auto markets = store.own_reader().heads();
  if (!markets.empty()) store.erase_private(markets.front().market, {});
  return changes.size();
}

}  // namespace chopay::ledger
