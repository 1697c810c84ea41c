#include "merchant/alarm.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "merchant/entry_fields.hpp"

namespace chopay::merchant {
namespace {

using ledger::Entry;
using ledger::Kind;

constexpr std::array alarm_names{
    std::pair{AlarmCode::tiny_amount, std::string_view{"tiny_amount"}},
    std::pair{AlarmCode::amount_differs, std::string_view{"amount_differs"}},
    std::pair{AlarmCode::same_payer, std::string_view{"same_payer"}},
    std::pair{AlarmCode::contradiction, std::string_view{"contradiction"}},
    std::pair{AlarmCode::told_twice, std::string_view{"told_twice"}},
    std::pair{AlarmCode::clock_skew, std::string_view{"clock_skew"}},
    std::pair{AlarmCode::payee_change, std::string_view{"payee_change"}},
    std::pair{AlarmCode::silent_stall, std::string_view{"silent_stall"}},
    std::pair{AlarmCode::silent_source, std::string_view{"silent_source"}},
};

Alarm alarm(const Entry& entry, AlarmCode code) {
  return {entry.seq, entry.at, code, entry.stall, {}, {}, 0};
}

Alarm read_alarm_raised(const Entry& entry) {
  const Fields fields{entry};
  const auto code = fields.text("code");
  for (const auto& [value, name] : alarm_names) {
    if (name != code) continue;
    auto raised = alarm(entry, value);
    raised.source = fields.text_or_empty("source");
    raised.since = fields.instant("since");
    raised.missed = fields.number("missed");
    return raised;
  }
  fields.broken("code");
}

std::vector<Alarm> alarms_of_rejection(const Entry& entry) {
  const auto data = read_rejection(entry);
  if (data.why == RejectionWhy::same_money) return {};
  const bool differs = data.why == RejectionWhy::amount_differs;
  auto raised = alarm(entry, differs ? AlarmCode::contradiction : AlarmCode::told_twice);
  raised.earlier = data.earlier;
  return {raised};
}

std::string silence_of(AlarmCode code, const StallId& stall, const std::string& source) {
  return std::string{alarm_name(code)} + '/' + stall.text() + '/' + source;
}

}  // namespace

std::string_view alarm_name(AlarmCode code) {
  for (const auto& [value, name] : alarm_names) {
    if (value == code) return name;
  }
  throw std::logic_error("an alarm without a name");
}

bool is_silence(AlarmCode code) {
  return code == AlarmCode::silent_stall || code == AlarmCode::silent_source;
}

bool tells_of_sales(AlarmCode code) {
  return code == AlarmCode::tiny_amount || code == AlarmCode::amount_differs ||
         code == AlarmCode::same_payer;
}

std::vector<Alarm> alarms_of_credit(const Entry& entry, const CreditData& data) {
  std::vector<Alarm> alarms;
  if (received_at_bank(entry) < tiny_amount_below) {
    alarms.push_back(alarm(entry, AlarmCode::tiny_amount));
  }
  if (data.verdict == CreditVerdict::short_ || data.verdict == CreditVerdict::over) {
    alarms.push_back(alarm(entry, AlarmCode::amount_differs));
  }
  if (data.same_payer) alarms.push_back(alarm(entry, AlarmCode::same_payer));
  if (data.occurred_at > entry.at + clock_skew_max) {
    alarms.push_back(alarm(entry, AlarmCode::clock_skew));
  }
  return alarms;
}

std::vector<Alarm> alarms_of(const Entry& entry) {
  switch (entry.kind) {
    case Kind::credit:
      return alarms_of_credit(entry, read_credit(entry));
    case Kind::rejection:
      return alarms_of_rejection(entry);
    case Kind::payee_change_asked:
      return {alarm(entry, AlarmCode::payee_change)};
    case Kind::alarm_raised:
      return {read_alarm_raised(entry)};
    default:
      return {};
  }
}

std::string to_data(const Alarm& alarm) {
  boost::json::object object{{"code", alarm_name(alarm.code)}};
  if (!alarm.source.empty()) object["source"] = alarm.source;
  object["since"] = ledger::format_instant(alarm.since);
  object["missed"] = alarm.missed;
  return boost::json::serialize(object);
}

void AlarmLog::take(Alarm alarm) {
  if (is_silence(alarm.code)) {
    silences_[silence_of(alarm.code, alarm.stall, alarm.source)] = alarm.since;
  }
  newest_.push_back(std::move(alarm));
  if (newest_.size() > kept_max) newest_.pop_front();
}

bool AlarmLog::knows(AlarmCode code, const StallId& stall, const std::string& source,
                     Instant since) const {
  const auto found = silences_.find(silence_of(code, stall, source));
  return found != silences_.end() && found->second >= since;
}

}  // namespace chopay::merchant
