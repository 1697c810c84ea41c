#pragma once

#include <set>
#include <string>

#include "ledger/entry.hpp"

namespace chopay::merchant {

/// A closed business day: its figures stand. Money that is told of later counts for the next open
/// day, marked as late, with its own time kept (market facts §4.4).
struct DayClosed {
  ledger::BusinessDay date;
  std::string by;       ///< who closed it
  ledger::Seq entry{};  ///< the entry that says so; its chain seals all before it
  ledger::Instant at;
};

/// The closed days of a market.
class ClosedDays {
 public:
  void close(ledger::BusinessDay date) { days_.insert(date.days()); }
  bool closed(ledger::BusinessDay date) const { return days_.contains(date.days()); }
  /// The day itself while it is open, else the first open one after it.
  ledger::BusinessDay open_day(ledger::BusinessDay date) const;

 private:
  std::set<std::int32_t> days_;
};

std::string to_data(const DayClosed& data);
DayClosed read_day_closed(const ledger::Entry& entry);

}  // namespace chopay::merchant
