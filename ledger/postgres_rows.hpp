#pragma once

#include <cstdint>
#include <vector>

#include "ledger/business_day.hpp"
#include "ledger/ids.hpp"
#include "ledger/postgres.hpp"
#include "ledger/store.hpp"

/// The ledger's own words in PostgreSQL's columns.
namespace chopay::ledger::postgres {

/// How many rows a statement may give at once; more are read page by page.
constexpr std::size_t page_rows = 1'000;

constexpr std::int64_t signed_number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

/// Throws StoreFailure where the column has what no seq can be.
inline Seq place_in_log(std::int64_t value) {
  if (value < 0 || static_cast<std::uint64_t>(value) > number(last_seq_possible)) {
    throw StoreFailure("a stored place in the log is none");
  }
  return Seq{static_cast<std::uint64_t>(value)};
}

inline BusinessDay day_of(std::int64_t days) {
  return BusinessDay::from_days(static_cast<std::int32_t>(days));
}

/// The market as $1.
inline Parameters of(const MarketId& market) {
  Parameters parameters;
  parameters.text(market.text());
  return parameters;
}

/// What `make(rows, row)` makes of each row, in their order.
template <class Make>
auto from_each(const Rows& rows, const Make& make) {
  std::vector<decltype(make(rows, 0))> made;
  made.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row) made.push_back(make(rows, row));
  return made;
}

}  // namespace chopay::ledger::postgres
