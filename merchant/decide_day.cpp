// Decisions about business days: closing one, and telling whether one is closed.
#include "merchant/day_close.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {

Rules::Outcome Rules::decide_on(const CloseDay& command, ledger::KnownKeys&, Instant now) {
  using Answer = CloseDay::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  const auto today = ledger::business_day_of(now);
  if (command.date > today) return {{}, Answer{Error{Errc::day_not_over}}};
  if (market->closed_days().closed(command.date)) return {{}, Answer{DayState{command.date, true}}};
  ledger::Draft draft;
  draft.market = command.market;
  draft.kind = ledger::Kind::day_closed;
  draft.day = command.date;
  draft.data = to_data(DayClosed{command.date, command.by, {}, {}});
  return {std::move(draft), Answer{DayState{command.date, true}}};
}

Rules::Outcome Rules::decide_on(const CloseNextDay& command, ledger::KnownKeys& keys, Instant now) {
  const auto* market = book(command.market);
  if (!market) return {{}, CloseNextDay::Answer{Error{Errc::unknown_market}}};
  const auto newest = market->closed_days().newest();
  if (newest && *newest >= command.last) {
    return {{}, CloseNextDay::Answer{DayState{*newest, true}}};
  }
  const auto next = newest ? ledger::BusinessDay::from_days(newest->days() + 1) : command.last;
  return decide_on(CloseDay{command.market, next, command.by}, keys, now);
}

Rules::Outcome Rules::decide_on(const ShowDay& command, ledger::KnownKeys&, Instant) {
  using Answer = ShowDay::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  DayState state{command.date, market->closed_days().closed(command.date)};
  const auto before = ledger::BusinessDay::from_days(command.date.days() - 1);
  state.takes_late = market->closed_days().closed(before);
  state.registry = market->registry();
  for (auto& credit : market->credits().suspense()) {
    if (credit.day == command.date) state.unexplained.push_back(std::move(credit));
  }
  state.statements = market->imports().covering(command.date);
  return {{}, Answer{std::move(state)}};
}

}  // namespace chopay::merchant
