#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "ledger/store.hpp"

namespace chopay::ledger {

/// Entries are numbered market_no · 2^40 + seq in SQLite (FORMAT.md).
constexpr std::int64_t entry_id(std::int64_t market_no, Seq seq) {
  return (market_no << 40) + static_cast<std::int64_t>(number(seq));
}

/// The seq in an entry's id, or a seq as a column has it.
constexpr Seq seq_of(std::int64_t id) {
  constexpr std::int64_t seq_mask = (std::int64_t{1} << 40) - 1;
  return Seq{static_cast<std::uint64_t>(id & seq_mask)};
}

/// Throws StoreFailure where the column does not have the size of a hash.
inline Hash hash_of(std::string_view blob) {
  Hash hash{};
  if (blob.size() != hash.size()) throw StoreFailure("a stored hash is not 32 bytes");
  std::copy(blob.begin(), blob.end(), hash.begin());
  return hash;
}

}  // namespace chopay::ledger
