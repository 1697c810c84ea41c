// Decisions about the board's charges: prices, bills, cash and its way to the safe.
#include <algorithm>

#include "merchant/draft.hpp"
#include "merchant/latin_fold.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {
namespace {

using namespace charges;
using ledger::Kind;

constexpr std::size_t tariff_id_bytes_max = 16;

bool is_tariff_id(std::string_view id) {
  return !id.empty() && id.size() <= tariff_id_bytes_max && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// Why nothing can be billed for the month; nothing where it can.
std::optional<Error> wrong_month(const ChargeBook& book, BusinessDay month) {
  const auto* newest = book.newest();
  if (!newest || newest->first < month) {
    if (newest && !newest->second.closed) return Error{Errc::bad_period, "close the month before"};
    return std::nullopt;
  }
  if (newest->first > month) return Error{Errc::bad_period, "a later month was billed"};
  if (newest->second.closed) return Error{Errc::not_pending, "closed"};
  return std::nullopt;
}

/// Why a stall cannot pay or be waived so much now; nothing where it can.
std::optional<Error> cannot_pay(const Book* book, const StallId& stall, Dong amount) {
  if (!book || !book->registry()->stall(stall)) return Error{Errc::unknown_stall, stall.text()};
  const auto* newest = book->charges().newest();
  if (!newest || newest->second.closed) return Error{Errc::not_pending, "no month is open"};
  if (amount < Dong{1} || amount > book->charges().owed(stall)) return Error{Errc::bad_amount};
  return std::nullopt;
}

/// Two keys may be one person's: then they have that person's name, however it is written.
bool is_same_person(const Person& one, const Person& other) {
  if (one.who == other.who) return true;
  return fold_for_search(one.name) == fold_for_search(other.name);
}

std::vector<ledger::Posting> moved(std::string to, std::string from, Dong amount) {
  return {{std::move(to), amount}, {std::move(from), -amount}};
}

}  // namespace

Rules::Outcome Rules::decide_on(const SetTariff& command, ledger::KnownKeys&, Instant now) {
  using Answer = SetTariff::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  const auto& tariff = command.set.tariff;
  if (!tariff.zone.empty() && !market->registry()->zone(tariff.zone)) {
    return {{}, Answer{Error{Errc::unknown_zone, tariff.zone}}};
  }
  if (!is_tariff_id(tariff.id)) return {{}, Answer{Error{Errc::bad_text, "tariff"}}};
  if (!is_name(tariff.name)) return {{}, Answer{Error{Errc::bad_text, "name"}}};
  if (tariff.price < Dong{} || tariff.price > charge_max) {
    return {{}, Answer{Error{Errc::bad_amount}}};
  }
  const auto* newest = market->charges().newest();
  if (newest && tariff.from <= newest->first) {
    return {{}, Answer{Error{Errc::bad_period, "the month was billed already"}}};
  }
  return {draft_of(command.market, {}, Kind::tariff_set, ledger::business_day_of(now),
                   to_data(command.set)),
          Answer{}};
}

Rules::Outcome Rules::decide_on(const BillStalls& command, ledger::KnownKeys&, Instant now) {
  using Answer = BillStalls::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  if (market->registry()->board_account.account.number.empty()) {
    return {{}, Answer{Error{Errc::unknown_account, "of the board"}}};
  }
  if (auto error = wrong_month(market->charges(), command.month)) {
    return {{}, Answer{std::move(*error)}};
  }
  ChargesDue due{command.month, {}, command.by};
  Billed billed;
  auto draft = draft_of(command.market, {}, Kind::charges_due, ledger::business_day_of(now), {});
  for (const auto& [id, stall] : market->registry()->stalls) {
    if (market->charges().billed(command.month, id)) continue;
    const auto charge = market->charges().charge_of(stall, command.month);
    if (charge.is_zero() && market->charges().owed(id).is_zero()) continue;
    if (due.bills.size() == bills_of_entry_max) {
      billed.more = true;
      break;
    }
    due.bills.push_back({id, charge, stall.area_dm2});
    draft.postings.push_back({due_account(id), charge});
    billed.sum += charge;
  }
  billed.stalls = due.bills.size();
  if (due.bills.empty()) return {{}, Answer{billed}};
  draft.postings.push_back({"charges/" + month_text(command.month), -billed.sum});
  draft.data = to_data(due);
  return {std::move(draft), Answer{billed}};
}

Rules::Outcome Rules::decide_on(const CollectCharge& command, ledger::KnownKeys& keys,
                                Instant now) {
  using Answer = CollectCharge::Answer;
  const auto* market = book(command.market);
  const auto day = ledger::business_day_of(now);
  if (!is_caller_id(command.id)) return {{}, Answer{Error{Errc::bad_request_id}}};
  const ledger::CreditKey key{day, "charge", command.stall.text(),
                              command.collector + ' ' + command.id};
  if (const auto earlier = keys.find(command.market, key)) {
    if (posted_to(*earlier, "collector/") != command.amount) {
      return {{}, Answer{Error{Errc::idempotency_conflict}}};
    }
    return {
        {},
        Answer{ChargeState{command.stall, earlier->seq, market->charges().owed(command.stall)}}};
  }
  if (auto error = cannot_pay(market, command.stall, command.amount)) {
    return {{}, Answer{std::move(*error)}};
  }
  auto draft = draft_of(command.market, command.stall, Kind::charge_paid, day,
                        to_data(ChargeCollected{{command.collector, command.name}, command.id}));
  draft.key = key;
  draft.postings =
      moved("collector/" + command.collector, due_account(command.stall), command.amount);
  return {std::move(draft), Answer{ChargeState{command.stall, {}, {}}}};
}

Rules::Outcome Rules::decide_on(const WaiveCharge& command, ledger::KnownKeys&, Instant now) {
  using Answer = WaiveCharge::Answer;
  const auto* market = book(command.market);
  if (auto error = cannot_pay(market, command.stall, command.amount)) {
    return {{}, Answer{std::move(*error)}};
  }
  if (!is_line(command.why, waiver_bytes_max)) return {{}, Answer{Error{Errc::bad_text, "why"}}};
  const auto month = market->charges().newest()->first;
  auto draft =
      draft_of(command.market, command.stall, Kind::charge_waived, ledger::business_day_of(now),
               to_data(ChargeWaived{month, command.why, command.by}));
  draft.postings = moved("waived/" + month_text(month), due_account(command.stall), command.amount);
  return {std::move(draft), Answer{ChargeState{command.stall, {}, {}}}};
}

Rules::Outcome Rules::decide_on(const HandOverCash& command, ledger::KnownKeys&, Instant now) {
  using Answer = HandOverCash::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  if (command.name.empty()) return {{}, Answer{Error{Errc::nameless_person}}};
  const auto held = market->charges().cash_of(command.collector).held;
  if (command.amount < Dong{1} || command.amount > held) {
    return {{}, Answer{Error{Errc::bad_amount}}};
  }
  const auto day = ledger::business_day_of(now);
  auto draft = draft_of(command.market, {}, Kind::cash_handed_over, day,
                        hand_over_data({command.collector, command.name}));
  draft.postings =
      moved("handed/" + command.collector, "collector/" + command.collector, command.amount);
  return {
      std::move(draft),
      Answer{HandOver{{}, day, command.collector, held, command.amount, {}, {}, command.name, {}}}};
}

Rules::Outcome Rules::decide_on(const ConfirmHandOver& command, ledger::KnownKeys&, Instant now) {
  using Answer = ConfirmHandOver::Answer;
  const auto* market = book(command.market);
  const auto* known = market ? market->charges().hand_over(command.hand_over) : nullptr;
  if (!known) return {{}, Answer{Error{Errc::unknown_hand_over}}};
  if (!known->confirmed_by.empty()) return {{}, Answer{Error{Errc::not_pending, "confirmed"}}};
  if (command.name.empty()) return {{}, Answer{Error{Errc::nameless_person}}};
  if (is_same_person({known->collector, known->collector_name}, {command.by, command.name})) {
    return {{}, Answer{Error{Errc::needs_other_party}}};
  }
  if (command.counted < Dong{} || command.counted > known->amount) {
    return {{}, Answer{Error{Errc::bad_amount}}};
  }
  auto draft = draft_of(
      command.market, {}, Kind::hand_over_confirmed, ledger::business_day_of(now),
      to_data(HandOverConfirmed{command.hand_over, command.counted, {command.by, command.name}}));
  draft.postings =
      moved("board_cash/" + command.market.text(), "handed/" + known->collector, command.counted);
  const auto missing = known->amount - command.counted;
  if (!missing.is_zero()) {
    draft.postings.push_back({"cash_difference/" + known->collector, missing});
    draft.postings.push_back({"handed/" + known->collector, -missing});
  }
  return {std::move(draft), Answer{*known}};
}

Rules::Outcome Rules::decide_on(const CloseCharges& command, ledger::KnownKeys&, Instant now) {
  using Answer = CloseCharges::Answer;
  const auto* market = book(command.market);
  const auto* month = market ? market->charges().month(command.month) : nullptr;
  if (!month) return {{}, Answer{Error{Errc::bad_period, "the month was not billed"}}};
  if (month->closed) return {{}, Answer{}};
  return {draft_of(command.market, {}, Kind::charges_closed, ledger::business_day_of(now),
                   to_data(ChargesClosed{command.month, command.by})),
          Answer{}};
}

Rules::Outcome Rules::decide_on(const ShowOwed& command, ledger::KnownKeys&, Instant) {
  using Answer = ShowOwed::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  if (!market->registry()->stall(command.stall)) {
    return {{}, Answer{Error{Errc::unknown_stall, command.stall.text()}}};
  }
  const auto* newest = market->charges().newest();
  Owed owed{market->registry(), market->charges().owed(command.stall), {}};
  if (newest) owed.month = newest->first;
  return {{}, Answer{std::move(owed)}};
}

}  // namespace chopay::merchant
