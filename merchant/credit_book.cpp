#include "merchant/credit_book.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "merchant/entry_data.hpp"

namespace chopay::merchant {

void CreditBook::take(const ledger::Entry& credit) {
  if (!credit.stall.empty()) return;
  keep(credit_of(credit));
}

CreditState& CreditBook::keep(CreditState credit) {
  const auto seq = credit.seq;
  const auto [found, added] = credits_.emplace(seq, std::move(credit));
  if (added && found->second.in_suspense()) ++suspense_count_;
  return found->second;
}

const CreditState& CreditBook::allocate(AllocationData data, ledger::Seq entry, Instant at) {
  auto& kept = keep(std::move(data.credit));
  if (kept.in_suspense()) --suspense_count_;
  if (data.undoes == ledger::Seq{}) {
    kept.allocations.push_back({entry, std::move(kept.parts), kept.since});
    kept.since = at;
  } else {
    if (kept.allocations.empty()) throw BrokenLog("an allocation is taken back that is not there");
    kept.since = kept.allocations.back().before_since;
    kept.allocations.pop_back();
  }
  kept.parts = std::move(data.parts);
  if (kept.in_suspense()) ++suspense_count_;
  return kept;
}

void CreditBook::request_refund(RefundRequested data) {
  auto& refund = data.refund;
  keep(std::move(data.credit)).refund_pending += refund.part.amount;
  refund_codes_.emplace(refund.reference, refund.id);
  auto id = refund.id;
  refunds_.emplace(std::move(id), std::move(refund));
}

const Refund& CreditBook::pay_refund(const std::string& id, Dong amount) {
  const auto found = refunds_.find(id);
  if (found == refunds_.end()) throw BrokenLog("a payment of an unknown refund");
  auto& refund = found->second;
  refund.paid += amount;
  auto& credit = credits_.at(refund.credit);
  credit.refunded += amount;
  // Money that left after the refund was cancelled was not pending any more.
  if (!refund.cancelled) credit.refund_pending -= amount;
  return refund;
}

void CreditBook::cancel_refund(const std::string& id) {
  const auto found = refunds_.find(id);
  if (found == refunds_.end()) throw BrokenLog("a cancellation of an unknown refund");
  auto& refund = found->second;
  refund.cancelled = true;
  credits_.at(refund.credit).refund_pending -= refund.missing();
}

void CreditBook::forget_before(Instant recorded_at) {
  while (!credits_.empty()) {
    // Credits in suspense stay; those behind them wait for their turn, since seq is time.
    const auto oldest = std::find_if(credits_.begin(), credits_.end(),
                                     [](const auto& row) { return !row.second.in_suspense(); });
    if (oldest == credits_.end() || oldest->second.recorded_at >= recorded_at) return;
    std::erase_if(refunds_, [&](const auto& row) {
      if (row.second.credit != oldest->first) return false;
      refund_codes_.erase(row.second.reference);
      return true;
    });
    credits_.erase(oldest);
  }
}

const CreditState* CreditBook::find(ledger::Seq seq) const {
  const auto found = credits_.find(seq);
  return found == credits_.end() ? nullptr : &found->second;
}

std::vector<CreditState> CreditBook::suspense() const {
  std::vector<CreditState> list;
  list.reserve(suspense_count_);
  for (const auto& [seq, credit] : credits_) {
    if (credit.in_suspense()) list.push_back(credit);
  }
  return list;
}

std::vector<CreditState> CreditBook::explained(std::size_t count_max) const {
  std::vector<const CreditState*> found;
  for (const auto& [seq, credit] : credits_) {
    const bool given_back = credit.refunded + credit.refund_pending > Dong{};
    if (credit.was_in_suspense() && !credit.in_suspense() && !given_back) found.push_back(&credit);
  }
  std::ranges::sort(found, std::ranges::greater{}, [](const CreditState* one) {
    return std::pair{one->since, one->seq};
  });
  if (found.size() > count_max) found.resize(count_max);
  std::vector<CreditState> list;
  list.reserve(found.size());
  for (const auto* one : found) list.push_back(*one);
  return list;
}

Dong CreditBook::asked_back(ledger::Seq credit, const CreditPart& part) const {
  Dong sum;
  for (const auto& [id, refund] : refunds_) {
    if (refund.credit != credit || refund.part.stall != part.stall ||
        refund.part.request != part.request) {
      continue;
    }
    sum += refund.cancelled ? refund.paid : refund.part.amount;
  }
  return sum;
}

const Refund* CreditBook::refund(const std::string& id) const {
  const auto found = refunds_.find(id);
  return found == refunds_.end() ? nullptr : &found->second;
}

const Refund* CreditBook::refund_of(const ReferenceCode& code) const {
  const auto found = refund_codes_.find(code);
  return found == refund_codes_.end() ? nullptr : refund(found->second);
}

std::vector<Refund> CreditBook::refunds_waiting() const {
  std::vector<Refund> waiting;
  for (const auto& [id, refund] : refunds_) {
    if (!refund.cancelled && !refund.missing().is_zero()) waiting.push_back(refund);
  }
  std::sort(waiting.begin(), waiting.end(),
            [](const auto& a, const auto& b) { return a.created_at < b.created_at; });
  return waiting;
}

}  // namespace chopay::merchant
