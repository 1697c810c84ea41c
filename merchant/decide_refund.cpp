// Decisions about money that goes back: asked for, seen at the bank, or cancelled. None is sent.
#include <algorithm>

#include "merchant/draft.hpp"
#include "merchant/entry_data.hpp"
#include "merchant/money_data.hpp"
#include "merchant/rules.hpp"
#include "merchant/transfer_text.hpp"

namespace chopay::merchant {
namespace {

using ledger::Kind;

/// The share of the credit that the refund is to come from; nothing where several could be meant.
const CreditPart* part_of(const CreditState& credit, const RequestRefund& command) {
  const CreditPart* found = nullptr;
  for (const auto& part : credit.parts) {
    if (!command.stall.empty() && part.stall != command.stall) continue;
    if (!command.request.empty() && part.request != command.request) continue;
    if (found) return nullptr;
    found = &part;
  }
  return found;
}

}  // namespace

Rules::Outcome Rules::decide_on(const RequestRefund& command, ledger::KnownKeys& keys,
                                Instant now) {
  const auto* market = book(command.market);
  if (!market) return {{}, refuse<Refund>(Errc::unknown_market)};
  const auto credit = credit_to_change(*market, command.market, command.credit, keys, now);
  if (!credit) return {{}, Result<Refund>{credit.error()}};
  if (credit->in_suspense()) return {{}, refuse<Refund>(Errc::not_allocated)};
  const auto* part = part_of(*credit, command);
  if (!part)
    return {{}, refuse<Refund>(Errc::bad_parts, "name the stall or request that gives back")};
  if (command.amount <= Dong{} || command.amount > credit->refundable() ||
      command.amount > part->amount - market->credits().asked_back(credit->seq, *part)) {
    return {{},
            refuse<Refund>(Errc::bad_refund_amount,
                           to_string(credit->refundable()) + " đồng of the credit may go back")};
  }
  if (command.why.size() > why_bytes_max) return {{}, refuse<Refund>(Errc::bad_text, "why")};
  const auto reference = free_reference(*market);
  if (!reference) return {{}, refuse<Refund>(Errc::no_free_reference)};
  Refund refund{new_token("rf_"),
                credit->seq,
                {part->stall, part->request, command.amount},
                *reference,
                credit->account,
                command.why,
                command.by,
                now};
  return {draft_of(command.market, part->stall, Kind::refund_requested,
                   ledger::business_day_of(now), to_data(RefundRequested{*credit, refund})),
          Result<Refund>{refund}};
}

Rules::Outcome Rules::decide_on(const CancelRefund& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  const auto* refund = market ? market->credits().refund(command.refund) : nullptr;
  if (!refund) return {{}, refuse<Refund>(Errc::unknown_refund)};
  const auto status = refund->status();
  if (status == RefundStatus::cancelled) return {{}, Result<Refund>{*refund}};
  if (status == RefundStatus::paid) return {{}, refuse<Refund>(Errc::not_pending, "paid")};
  return {draft_of(command.market, refund->part.stall, Kind::refund_cancelled,
                   ledger::business_day_of(now), to_data(RefundCancelled{refund->id, command.by})),
          Result<Refund>{*refund}};
}

Rules::Outcome Rules::decide_on(const ShowRefunds& command, ledger::KnownKeys&, Instant) {
  using Answer = ShowRefunds::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  if (command.refund.empty()) return {{}, Answer{market->credits().refunds_waiting()}};
  const auto* refund = market->credits().refund(command.refund);
  if (!refund) return {{}, Answer{Error{Errc::unknown_refund}}};
  return {{}, Answer{std::vector<Refund>{*refund}}};
}

/// Money that left an account is ours to write only where its text names a refund that waits for
/// it, from the account that the refund is to be paid from, and for no more than it waits for.
Rules::Outcome Rules::take_outgoing(const TakeNotice& command, const MarketId& market,
                                    const PayeeAccount& account, ledger::KnownKeys& keys) {
  const auto& notice = command.notice;
  TakeNotice::Answer answer;
  answer.market = market;
  answer.outcome = NoticeOutcome::outgoing;
  const ledger::CreditKey key{notice.day, notice.bank, notice.account, notice.bank_ref};
  if (const auto earlier = keys.find(market, key)) {
    answer.seq = earlier->seq;
    answer.outcome = NoticeOutcome::duplicate;
    return {{}, answer};
  }
  const auto& credits = books_.at(market).credits();
  for (const auto& candidate : scan(notice.content)) {
    const auto* refund = candidate.corrected ? nullptr : credits.refund_of(candidate.code);
    if (!refund || refund->account != account || notice.amount > refund->missing()) continue;
    // A refund that was cancelled may be paid all the same; not where the money went back
    // otherwise.
    if (refund->cancelled && notice.amount > credits.find(refund->credit)->refundable()) continue;
    auto draft =
        draft_of(market, refund->part.stall, Kind::refund_paid,
                 books_.at(market).closed_days().open_day(notice.day),
                 to_data(RefundPaid{refund->id, notice.source, notice.occurred_at, notice.amount}));
    draft.key = key;
    draft.postings = {{"refund/" + refund->part.stall.text(), notice.amount},
                      {"bank/" + account.bank + '/' + account.number, -notice.amount}};
    draft.private_part = command.evidence;
    answer.outcome = NoticeOutcome::refund_paid;
    return {std::move(draft), answer};
  }
  return {{}, answer};
}

}  // namespace chopay::merchant
