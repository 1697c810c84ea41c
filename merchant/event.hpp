#pragma once

#include <optional>
#include <string>

#include "ledger/entry.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

/// An entry as screens and other programs are told of it. Holds no payer and no transfer text.
struct Event {
  MarketId market;
  ledger::Seq seq{};
  std::string type;  ///< "credit", "late_credit", "request", "allocation", "refund", "payee_change"
  StallId stall;     ///< empty for money that no stall explains
  std::string request;  ///< id of the payment request it belongs to; may be empty
  std::string data;     ///< a JSON object

  /// "market:seq": what Last-Event-ID brings back.
  std::string id() const { return market.text() + ':' + std::to_string(ledger::number(seq)); }
};

/// The event of an entry; nothing for kinds that no screen follows.
/// credit, and late_credit for one that only a bank statement tells of:
/// {"seq","stall","amount","verdict","reason","request","request_status","reference",
/// "occurred_at","recorded_at"}; request: {"seq","stall","request","status"}.
std::optional<Event> event_of(const ledger::Entry& entry);

}  // namespace chopay::merchant
