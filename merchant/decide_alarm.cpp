// Alarms: showing them, and telling of what did not come.
#include "merchant/draft.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {

Rules::Outcome Rules::decide_on(const ShowAlarms& command, ledger::KnownKeys&, Instant) {
  using Answer = ShowAlarms::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  const auto& newest = market->alarms().newest();
  return {{}, Answer{Alarms{market->registry(), {newest.begin(), newest.end()}}}};
}

Rules::Outcome Rules::decide_on(const FindSilentStalls& command, ledger::KnownKeys&, Instant now) {
  using Answer = FindSilentStalls::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  auto silent = market->silent_stalls(command.rule, now);
  std::erase_if(silent, [&](const SilentStall& one) {
    return market->alarms().knows(AlarmCode::silent_stall, one.stall, {}, one.since);
  });
  return {{}, Answer{std::move(silent)}};
}

Rules::Outcome Rules::decide_on(const RaiseAlarm& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  if (!market) return {{}, Result<void>{Error{Errc::unknown_market}}};
  const auto& alarm = command.alarm;
  if (!alarm.stall.empty() && !market->registry()->stall(alarm.stall)) {
    return {{}, Result<void>{Error{Errc::unknown_stall, alarm.stall.text()}}};
  }
  if (market->alarms().knows(alarm.code, alarm.stall, alarm.source, alarm.since)) {
    return {{}, Result<void>{}};
  }
  return {draft_of(command.market, alarm.stall, ledger::Kind::alarm_raised,
                   ledger::business_day_of(now), to_data(alarm)),
          Result<void>{}};
}

}  // namespace chopay::merchant
