// Decisions about what explains a credit: the suspense list, splits, moves, and taking them back.
#include <optional>
#include <set>

#include "merchant/entry_data.hpp"
#include "merchant/money_data.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {
namespace {

using ledger::Kind;

/// Why the parts cannot explain the credit; nothing where they can. A stall explains only money
/// that came into its own account.
std::optional<Error> wrong(const Book& book, const CreditState& credit,
                           const std::vector<CreditPart>& parts) {
  if (parts.empty() || parts.size() > credit_parts_max) {
    return Error{Errc::bad_parts, "from 1 to 16 parts are needed"};
  }
  Dong sum;
  for (const auto& part : parts) {
    if (part.amount <= Dong{} || part.amount > credit.amount) {
      return Error{Errc::bad_parts, "amount"};
    }
    sum += part.amount;
    const auto* stall = book.registry()->stall(part.stall);
    if (!stall) return Error{Errc::unknown_stall, part.stall.text()};
    if (!stall->has_had(credit.account)) {
      return Error{Errc::bad_parts,
                   "the money came into an account that is not of stall " + part.stall.text()};
    }
    if (part.request.empty()) continue;
    const auto* request = book.request(part.request);
    if (!request || request->stall != part.stall) {
      return Error{Errc::unknown_request, part.request};
    }
  }
  if (sum != credit.amount) {
    return Error{Errc::bad_parts,
                 "they come to " + to_string(sum) + " of " + to_string(credit.amount) + " đồng"};
  }
  return std::nullopt;
}

ledger::Draft allocation(const MarketId& market, const Book& book, const CreditState& credit,
                         AllocationData data) {
  ledger::Draft draft;
  draft.market = market;
  draft.kind = Kind::allocation;
  draft.day = book.closed_days().open_day(credit.day);
  const auto& shown = data.parts.empty() ? credit.parts : data.parts;
  if (!shown.empty()) draft.stall = shown.front().stall;
  draft.postings = reallocated(market, credit.amount, credit.parts, data.parts);
  draft.data = to_data(data);
  return draft;
}

}  // namespace

Result<CreditState> Rules::credit_to_change(const Book& book, const MarketId& market,
                                            ledger::Seq seq, ledger::KnownKeys& keys,
                                            Instant now) const {
  if (const auto* known = book.credits().find(seq)) return *known;
  const auto entry = keys.at(market, seq);
  if (!entry || entry->kind != Kind::credit) return refuse<CreditState>(Errc::unknown_credit);
  auto credit = credit_of(*entry);
  if (credit.recorded_at + credit_changes_kept < now)
    return refuse<CreditState>(Errc::credit_too_old);
  return credit;
}

Rules::Outcome Rules::decide_on(const Allocate& command, ledger::KnownKeys& keys, Instant now) {
  const auto* market = book(command.market);
  if (!market) return {{}, refuse<CreditState>(Errc::unknown_market)};
  auto credit = credit_to_change(*market, command.market, command.credit, keys, now);
  if (!credit) return {{}, credit};
  if (!command.parts.empty() && credit->parts == command.parts) return {{}, credit};
  if (credit->refunded + credit->refund_pending > Dong{}) {
    return {{}, refuse<CreditState>(Errc::credit_refunded)};
  }
  if (command.why.size() > why_bytes_max) return {{}, refuse<CreditState>(Errc::bad_text, "why")};
  if (credit->allocations.size() == allocations_max) {
    return {{}, refuse<CreditState>(Errc::too_many_allocations)};
  }
  if (auto error = wrong(*market, *credit, command.parts)) {
    return {{}, Result<CreditState>{std::move(*error)}};
  }
  auto draft = allocation(command.market, *market, *credit,
                          {*credit, command.parts, {}, command.by, command.why});
  return {std::move(draft), credit};
}

Rules::Outcome Rules::decide_on(const UndoAllocation& command, ledger::KnownKeys&, Instant) {
  const auto* market = book(command.market);
  const auto* credit = market ? market->credits().find(command.credit) : nullptr;
  if (!credit || credit->allocations.empty())
    return {{}, refuse<CreditState>(Errc::unknown_allocation)};
  const auto& last = credit->allocations.back();
  if (last.entry != command.allocation)
    return {{}, refuse<CreditState>(Errc::not_the_last_allocation)};
  if (credit->refunded + credit->refund_pending > Dong{}) {
    return {{}, refuse<CreditState>(Errc::credit_refunded)};
  }
  auto draft = allocation(command.market, *market, *credit,
                          {*credit, last.before, last.entry, command.by, {}});
  return {std::move(draft), Result<CreditState>{*credit}};
}

Rules::Outcome Rules::decide_on(const ShowSuspense& command, ledger::KnownKeys&, Instant) {
  using Answer = ShowSuspense::Answer;
  const auto* market = book(command.market);
  if (!market) return {{}, Answer{Error{Errc::unknown_market}}};
  Suspense suspense{market->registry(), market->credits().suspense(), {}, {}};
  suspense.explained = market->credits().explained(explained_shown_max);
  std::set<PayeeAccount> accounts;
  for (const auto& credit : suspense.credits) accounts.insert(credit.account);
  for (const auto& account : accounts) {
    const auto stalls = market->registry()->stalls_by_account.find(account);
    if (stalls == market->registry()->stalls_by_account.end()) continue;
    for (const auto& stall : stalls->second) {
      for (const auto* request : market->unpaid_requests(stall)) {
        suspense.requests.push_back(*request);
      }
    }
  }
  return {{}, Answer{std::move(suspense)}};
}

Rules::Outcome Rules::decide_on(const FindCredit& command, ledger::KnownKeys& keys, Instant) {
  const auto* market = book(command.market);
  if (!market) return {{}, refuse<CreditState>(Errc::unknown_market)};
  if (const auto* known = market->credits().find(command.credit)) {
    return {{}, Result<CreditState>{*known}};
  }
  const auto entry = keys.at(command.market, command.credit);
  if (!entry || entry->kind != Kind::credit) return {{}, refuse<CreditState>(Errc::unknown_credit)};
  return {{}, Result<CreditState>{credit_of(*entry)}};
}

}  // namespace chopay::merchant
