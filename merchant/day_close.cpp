#include "merchant/day_close.hpp"

#include "merchant/entry_fields.hpp"

namespace chopay::merchant {

std::optional<ledger::BusinessDay> ClosedDays::newest() const {
  if (days_.empty()) return std::nullopt;
  return ledger::BusinessDay::from_days(*days_.rbegin());
}

ledger::BusinessDay ClosedDays::open_day(ledger::BusinessDay date) const {
  while (closed(date)) date = ledger::BusinessDay::from_days(date.days() + 1);
  return date;
}

std::string to_data(const DayClosed& data) {
  return boost::json::serialize(
      boost::json::object{{"date", to_string(data.date)}, {"by", data.by}});
}

DayClosed read_day_closed(const ledger::Entry& entry) {
  const Fields fields{entry};
  const auto date = ledger::parse_business_day(fields.text("date"));
  if (!date) fields.broken("date");
  return {*date, fields.text("by"), entry.seq, entry.at};
}

}  // namespace chopay::merchant
