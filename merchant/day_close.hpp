#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

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
  /// Nothing while every day is open.
  std::optional<ledger::BusinessDay> newest() const;
  /// The day itself while it is open, else the first open one after it.
  ledger::BusinessDay open_day(ledger::BusinessDay date) const;

  /// All that it remembers, for the book's snapshot (book_archive.hpp).
  template <class Archive, class Self>
  static void all_fields(Archive& archive, Self& self) {
    std::vector<std::int32_t> days(self.days_.begin(), self.days_.end());
    archive(days);
    if constexpr (!std::is_const_v<Self>) self.days_ = {days.begin(), days.end()};
  }

 private:
  std::set<std::int32_t> days_;
};

std::string to_data(const DayClosed& data);
DayClosed read_day_closed(const ledger::Entry& entry);

}  // namespace chopay::merchant
