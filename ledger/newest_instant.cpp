#include "ledger/newest_instant.hpp"

#include <algorithm>

#include "ledger/entry.hpp"

namespace chopay::ledger {

Instant newest_instant(Reader& reader) {
  Instant newest{};
  for (const auto& [market, head] : reader.heads()) {
    reader.read(market, Seq{number(head.seq) - 1}, 1, [&](const StoredEntry& stored) {
      newest = std::max(newest, decode(stored.bytes).value().at);
      return false;
    });
  }
  return newest;
}

}  // namespace chopay::ledger
