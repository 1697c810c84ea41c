// The decision that everything is for: what a bank's notice means.
#include <algorithm>

#include "merchant/draft.hpp"
#include "merchant/match.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {
namespace {

using ledger::Kind;

ledger::CreditKey key_of(const BankNotice& notice) {
  return {notice.day, notice.bank, notice.account, notice.bank_ref};
}

CreditVerdict verdict_of(const Match& found, const BankNotice& notice) {
  if (found.request) return found.request->verdict(notice.amount, notice.occurred_at);
  return found.stall ? CreditVerdict::static_ : CreditVerdict::unmatched;
}

ledger::Draft credit(const TakeNotice& command, const MarketId& market, const PayeeAccount& account,
                     const Match& found, CreditVerdict verdict, ledger::BusinessDay day,
                     bool same_payer) {
  const auto& notice = command.notice;
  CreditData data;
  data.source = notice.source;
  data.occurred_at = notice.occurred_at;
  data.verdict = verdict;
  data.reason = found.reason;
  if (found.request) {
    auto after = *found.request;
    after.receive(notice.amount, notice.occurred_at);
    data.request = after.id;
    data.request_status = after.status(notice.occurred_at);
  }
  if (found.reference) data.reference = found.reference->text();
  data.same_payer = same_payer;
  if (command.other_money) data.other_money_by = command.by;
  ledger::Draft draft;
  draft.market = market;
  draft.kind = Kind::credit;
  draft.day = day;
  if (found.stall) draft.stall = found.stall->id;
  draft.key = key_of(notice);
  const auto explained =
      found.stall ? "sales/" + found.stall->id.text() : "suspense/" + market.text();
  draft.postings = {{"bank/" + account.bank + '/' + account.number, notice.amount},
                    {explained, -notice.amount}};
  draft.private_part = command.evidence;
  draft.data = to_data(data);
  return draft;
}

bool may_post_to(const TakeNotice& command, const MarketId& market) {
  return command.only.empty() || std::ranges::find(command.only, market) != command.only.end();
}

}  // namespace

Rules::Outcome Rules::told_otherwise(const TakeNotice& command, const ledger::Entry& earlier,
                                     Dong received, ledger::KnownKeys& keys, Instant now) {
  const auto& notice = command.notice;
  TakeNotice::Answer answer;
  answer.market = earlier.market;
  answer.outcome = NoticeOutcome::conflict;
  answer.seq = earlier.seq;
  RejectionData data{notice.source, earlier.seq, received, notice.amount};
  data.virtual_account = notice.virtual_account;
  auto draft =
      draft_of(earlier.market, {}, Kind::rejection, ledger::business_day_of(now), to_data(data));
  draft.key = key_of(notice);
  draft.key->reference += '!' + to_string(notice.amount);
  if (keys.find(earlier.market, *draft.key)) return {{}, answer};
  draft.private_part = command.evidence;
  return {std::move(draft), answer};
}

Rules::Outcome Rules::decide_on(const TakeNotice& command, ledger::KnownKeys& keys, Instant now) {
  const auto& notice = command.notice;
  // A virtual account is the payee account where a stall has one; it is the more precise of the
  // two.
  PayeeAccount account{notice.bank, notice.virtual_account};
  auto market = market_of_account_.find(account);
  if (market == market_of_account_.end()) {
    account.number = notice.account;
    market = market_of_account_.find(account);
  }
  if (market == market_of_account_.end()) {
    const auto* of_board = market_of_board(account);
    if (!of_board || !may_post_to(command, *of_board)) return {{}, TakeNotice::Answer{}};
    return take_charge(command, *of_board, keys, now);
  }
  if (!may_post_to(command, market->second)) return {{}, TakeNotice::Answer{}};
  const auto& book = books_.at(market->second);
  TakeNotice::Answer answer;
  answer.market = market->second;
  if (book.registry()->sandbox != command.sandbox) {
    answer.outcome = NoticeOutcome::wrong_realm;
    return {{}, answer};
  }
  if (notice.direction == Direction::out) {
    return take_outgoing(command, market->second, account, keys);
  }
  if (const auto earlier = keys.find(market->second, key_of(notice))) {
    // A notice of what a statement had told before stands for that credit.
    const auto told = earlier->kind == Kind::rejection
                          ? keys.at(market->second, read_rejection(*earlier).earlier)
                          : earlier;
    const auto received = received_at_bank(*told);
    if (received != notice.amount) return told_otherwise(command, *told, received, keys, now);
    answer.seq = told->seq;
    answer.outcome = NoticeOutcome::duplicate;
    answer.verdict = read_credit(*told).verdict;
    return {{}, answer};
  }
  if (const auto earlier = told_before(book, notice, keys)) {
    answer.seq = earlier->seq;
    answer.outcome = NoticeOutcome::duplicate;
    answer.verdict = read_credit(*earlier).verdict;
    return {{}, answer};
  }
  const auto found = match(book, account, notice.amount, notice.content, notice.occurred_at);
  if (auto held = told_twice(command, book, found, keys, now)) return std::move(*held);
  answer.outcome = NoticeOutcome::posted;
  answer.verdict = verdict_of(found, notice);
  // A closed day is not opened again: what is told of late counts for the next open one.
  const auto day = book.closed_days().open_day(notice.day);
  const bool same_payer = recent_payers_.paid_just_now(notice);
  return {credit(command, market->second, account, found, answer.verdict, day, same_payer), answer};
}

}  // namespace chopay::merchant
