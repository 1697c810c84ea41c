#include "gateway/api/taken_notices.hpp"

#include "gateway/api/evidence.hpp"

namespace chopay::api {
namespace {

using bank::Outcome;
using merchant::BankNotice;
using merchant::NoticeOutcome;

Outcome outcome_of(const merchant::TakeNotice::Answer& answer) {
  switch (answer.outcome) {
    case NoticeOutcome::refund_paid:
      return Outcome::accepted;
    case NoticeOutcome::posted:
      return answer.verdict == merchant::CreditVerdict::unmatched ? Outcome::unmatched
                                                                  : Outcome::accepted;
    case NoticeOutcome::duplicate:
      return Outcome::duplicate;
    case NoticeOutcome::told_twice:
      return Outcome::unmatched;
    case NoticeOutcome::conflict:
      return Outcome::conflict;
    case NoticeOutcome::outgoing:
    case NoticeOutcome::unknown_account:
    case NoticeOutcome::wrong_realm:
      return Outcome::ignored;
  }
  return Outcome::unavailable;
}

/// Of several notices in one message the outcome that matters most to the sender.
Outcome heavier(Outcome a, Outcome b) {
  static constexpr Outcome by_weight[] = {Outcome::unavailable, Outcome::conflict,
                                          Outcome::accepted,    Outcome::unmatched,
                                          Outcome::duplicate,   Outcome::ignored};
  for (const auto outcome : by_weight) {
    if (a == outcome || b == outcome) return outcome;
  }
  return a;
}

/// Why a notice that the rules ignored must still be kept; empty where no money can be missed.
std::string_view keep_why(NoticeOutcome outcome, bool any_market) {
  if (outcome == NoticeOutcome::unknown_account) {
    return any_market ? "no market has the receiving account"
                      : "no market of yours has the receiving account";
  }
  if (outcome == NoticeOutcome::told_twice) {
    return "perhaps a statement told this money already: replay it as other money if it is not";
  }
  if (outcome == NoticeOutcome::wrong_realm) return "sandbox and real money do not mix";
  return {};
}

}  // namespace

net::Task<Taken> take_notices(Services& services, net::Loop& loop, const Feeder& feeder,
                              const std::vector<BankNotice>& notices, std::string_view raw,
                              const std::vector<merchant::MarketId>& only,
                              std::optional<std::string> other_money_by) {
  Taken taken;
  for (const auto& notice : notices) {
    const bool incoming = notice.direction == merchant::Direction::in;
    if (!bank::may_speak_of(feeder.source, notice)) {
      if (incoming) {
        taken.keep_why = "the account is not the one that the source is configured for";
      }
      continue;
    }
    merchant::TakeNotice what{notice,
                              feeder.sandbox,
                              ledger::make_private_part(evidence_of(notice, raw), services.random),
                              only,
                              other_money_by.has_value(),
                              other_money_by.value_or("")};
    auto asked = co_await services.lane.ask(loop, what);
    if (asked.state != LaneState::answered) {
      taken.outcome = Outcome::unavailable;
      co_return taken;
    }
    taken.outcome = heavier(taken.outcome, outcome_of(asked.answer));
    const auto why = keep_why(asked.answer.outcome, only.empty());
    if (incoming && !why.empty()) taken.keep_why = why;
    if (asked.answer.seq != ledger::Seq{}) {
      taken.entry_id =
          asked.answer.market.text() + ':' + std::to_string(ledger::number(asked.answer.seq));
    }
  }
  co_return taken;
}

}  // namespace chopay::api
