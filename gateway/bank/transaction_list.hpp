#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/bank/adapter.hpp"
#include "ledger/result.hpp"

namespace chopay::bank {

/// The transactions of some time, a page at a time.
struct ListWindow {
  ledger::Instant from;
  ledger::Instant to;
  int page = 1;
};

struct ListPage {
  std::vector<merchant::BankNotice> notices;
  bool more = false;  ///< another page follows
  /// Rows that cannot be read, or have no bank's reference: nothing tells them from a callback's.
  std::size_t unusable = 0;
};

/// How an aggregator lists the transactions that it has told of, or should have: where callbacks
/// were missed, its list still has them. Pure; a notice has the same key as the one that a callback
/// brings, so reading it again posts nothing twice.
struct TransactionList {
  std::string_view provider;  ///< as in chopay.toml
  std::string_view url;       ///< where it is unless told otherwise
  std::string_view scheme;    ///< before the token in the Authorization field
  /// The query of a page, behind '?'.
  std::string (*query)(const ListWindow& window);
  /// Errors: bad JSON, or no list in it.
  ledger::Result<ListPage> (*read)(std::string_view body, const Source& source);
};

/// "sepay" (API v2), "casso" (API v2); nullptr for another.
const TransactionList* find_transaction_list(std::string_view provider);

}  // namespace chopay::bank
