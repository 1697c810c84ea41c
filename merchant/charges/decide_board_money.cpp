// Decisions about the board's own bank account: what its bank tells, and whose unnamed money is.
#include <algorithm>

#include "merchant/draft.hpp"
#include "merchant/rules.hpp"
#include "merchant/statement/compare.hpp"
#include "merchant/statement/day_time.hpp"
#include "merchant/transfer_text.hpp"

namespace chopay::merchant {
namespace {

using namespace charges;
using ledger::Kind;

std::string charge_suspense(const MarketId& market) {
  return "charge_suspense/" + market.text();
}

/// The same transfer under the day beside the key's, where one of the two was told by a statement:
/// banks book what comes at night on either day.
std::optional<ledger::Entry> charge_told_before(const MarketId& market,
                                                const ledger::CreditKey& key,
                                                const BankNotice& notice, ledger::KnownKeys& keys) {
  const bool of_statement = statement::is_statement_source(notice.source);
  for (const int shift : {-1, 1}) {
    auto other = key;
    other.day = BusinessDay::from_days(key.day.days() + shift);
    auto earlier = keys.find(market, other);
    if (!earlier || earlier->kind != Kind::charge_paid) continue;
    const auto told = read_charge_received(*earlier);
    if (statement::is_statement_source(told.source) == of_statement) continue;
    const auto at_bank = of_statement ? told.occurred_at : notice.occurred_at;
    if (!statement::is_night(at_bank)) continue;
    if (posted_to(*earlier, "board/") == notice.amount) return earlier;
  }
  return std::nullopt;
}

/// What moves with a part of unnamed money that becomes the stall's; a negative amount goes back.
std::vector<ledger::Posting> named_postings(const MarketId& market, const StallId& stall,
                                            Dong amount) {
  return {{charge_suspense(market), amount}, {due_account(stall), -amount}};
}

}  // namespace

const MarketId* Rules::market_of_board(const PayeeAccount& account) const {
  for (const auto& [market, book] : books_) {
    if (book.registry()->board_account.account == account) return &market;
  }
  return nullptr;
}

/// Money on the board's account pays the charges of the stall that its text names; of other money
/// there nobody knows whose it is. It is no sale, whatever its text says.
Rules::Outcome Rules::take_charge(const TakeNotice& command, const MarketId& market,
                                  ledger::KnownKeys& keys, Instant now) {
  const auto& notice = command.notice;
  const auto& book = books_.at(market);
  TakeNotice::Answer answer;
  answer.market = market;
  answer.verdict = CreditVerdict::static_;
  if (book.registry()->sandbox != command.sandbox) {
    answer.outcome = NoticeOutcome::wrong_realm;
    return {{}, answer};
  }
  if (notice.direction == Direction::out) {
    answer.outcome = NoticeOutcome::outgoing;
    return {{}, answer};
  }
  const ledger::CreditKey key{notice.day, notice.bank, notice.account, notice.bank_ref};
  if (const auto earlier = keys.find(market, key)) {
    const auto received = posted_to(*earlier, "board/");
    if (received != notice.amount) return told_otherwise(command, *earlier, received, keys, now);
    answer.seq = earlier->seq;
    answer.outcome = NoticeOutcome::duplicate;
    return {{}, answer};
  }
  if (const auto earlier = charge_told_before(market, key, notice, keys)) {
    answer.seq = earlier->seq;
    answer.outcome = NoticeOutcome::duplicate;
    return {{}, answer};
  }
  StallId stall;
  for (const auto& candidate : scan(notice.content)) {
    if (const auto* found = book.stall_of(candidate.code)) stall = *found;
  }
  if (stall.empty()) answer.verdict = CreditVerdict::unmatched;
  answer.outcome = NoticeOutcome::posted;
  auto draft = draft_of(market, stall, Kind::charge_paid, notice.day,
                        to_data(ChargeReceived{notice.source, notice.occurred_at}));
  draft.key = key;
  draft.private_part = command.evidence;
  draft.postings = {{"board/" + notice.bank + '/' + notice.account, notice.amount},
                    {stall.empty() ? charge_suspense(market) : due_account(stall), -notice.amount}};
  return {std::move(draft), answer};
}

Rules::Outcome Rules::decide_on(const NameMoney& command, ledger::KnownKeys&, Instant now) {
  using Answer = NameMoney::Answer;
  const auto* market = book(command.market);
  const auto* money = market ? market->charges().unnamed(command.money) : nullptr;
  if (!money) return {{}, Answer{Error{Errc::unknown_credit}}};
  if (!market->registry()->stall(command.stall)) {
    return {{}, Answer{Error{Errc::unknown_stall, command.stall.text()}}};
  }
  if (command.amount < Dong{1} || command.amount > money->left()) {
    return {{}, Answer{Error{Errc::bad_amount}}};
  }
  if (money->parts.size() >= named_parts_max) {
    return {{}, Answer{Error{Errc::too_many_allocations}}};
  }
  auto draft =
      draft_of(command.market, command.stall, Kind::charge_paid, ledger::business_day_of(now),
               to_data(MoneyNamed{command.money, {}, command.by}));
  draft.postings = named_postings(command.market, command.stall, command.amount);
  return {std::move(draft), Answer{ChargeState{command.stall, {}, {}}}};
}

Rules::Outcome Rules::decide_on(const TakeBackName& command, ledger::KnownKeys&, Instant now) {
  using Answer = TakeBackName::Answer;
  const auto* market = book(command.market);
  const auto* money = market ? market->charges().unnamed(command.money) : nullptr;
  if (!money) return {{}, Answer{Error{Errc::unknown_credit}}};
  const auto part = std::ranges::find(money->parts, command.named, &NamedPart::entry);
  if (part == money->parts.end()) return {{}, Answer{Error{Errc::unknown_allocation}}};
  auto draft =
      draft_of(command.market, part->stall, Kind::charge_paid, ledger::business_day_of(now),
               to_data(MoneyNamed{command.money, command.named, command.by}));
  draft.postings = named_postings(command.market, part->stall, -part->amount);
  return {std::move(draft), Answer{ChargeState{part->stall, {}, {}}}};
}

}  // namespace chopay::merchant
