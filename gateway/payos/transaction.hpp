#pragma once

#include <boost/json/object.hpp>

#include <string>

#include "gateway/payos/order_history.hpp"

namespace chopay::payos {

/// A transfer as payOS shows it; without the payer and the text they wrote.
struct Transaction {
  ledger::Dong amount;
  std::string account;    ///< that received it
  std::string reference;  ///< the bank's
  std::string memo;       ///< the reference code that was found in its text; may be empty
  ledger::Instant occurred_at;

  /// "2026-11-24 14:05:09", Vietnam's clock.
  std::string local_time() const;
  /// As in the answer to GET. Its texts have none of / < > & since libraries differ in how they
  /// write these when they sign.
  boost::json::object to_json() const;
};

/// Reads the credit's own entry. Runs on a reader's thread.
Transaction read_transaction(ledger::Reader& reader, const merchant::MarketId& market,
                             const OrderCredit& credit);

}  // namespace chopay::payos
