#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

/// What programs outside are told of an entry. Holds no payer and no transfer text.
struct PublishedEvent {
  std::string id;    ///< "evt_<market>_<seq>_<n>": the same whenever the entry is read
  std::string type;  ///< "credit.received"
  MarketId market;
  ledger::Seq seq{};
  StallId stall;  ///< empty for what belongs to no stall
  /// {"id","type","timestamp","market","seq","stall","data":{…}}
  std::string json;
};

/// The events of an entry, at most two: a credit, and what became of its payment request.
///   payment_request.opened, .cancelled, .rest_requested, .paid, .short, .over, .late,
///                   .expired
///   credit.received, .rejected, .allocated
///   refund.requested, .paid, .cancelled
///   payee.change_asked, .change_approved, .change_withdrawn, .changed
///   day.closed
/// None for other kinds. That a request expired is told some seconds behind its end, and is not the
/// last word: money that a bank tells of later is paid or late.
std::vector<PublishedEvent> published_events(const ledger::Entry& entry);

/// True where the pattern is "*", the type itself, or its beginning with a star: "credit.*".
bool event_matches(std::string_view pattern, std::string_view type);
/// True for a pattern that some event matches.
bool is_event_pattern(std::string_view pattern);

}  // namespace chopay::merchant
