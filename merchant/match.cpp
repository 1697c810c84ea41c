#include "merchant/match.hpp"

#include <optional>
#include <vector>

#include "merchant/transfer_text.hpp"

namespace chopay::merchant {
namespace {

using Candidates = std::vector<Candidate>;

/// A code as written names its request in any state. One with a symbol put right counts only if
/// the request waits for exactly this amount.
std::optional<Match> by_code(const Book& book, const PayeeAccount& account, Dong amount,
                             const Candidates& candidates, Instant occurred_at) {
  for (const auto& candidate : candidates) {
    const auto* request = book.request_of(candidate.code);
    if (!request || request->account != account) continue;
    if (candidate.corrected && request->missing(occurred_at) != amount) continue;
    const auto reason = candidate.corrected ? MatchReason::corrected_code : MatchReason::code;
    return Match{reason, request, book.registry()->stall(request->stall), candidate.code};
  }
  return std::nullopt;
}

/// The stall that the text's code or the account itself names; suspense where none does.
Match by_stall(const Book& book, const PayeeAccount& account, const Candidates& candidates) {
  const auto& registry = *book.registry();
  for (const auto& candidate : candidates) {
    const auto* id = candidate.corrected ? nullptr : book.stall_of(candidate.code);
    const auto* stall = id ? registry.stall(*id) : nullptr;
    if (stall && stall->receives(account)) {
      return {MatchReason::stall_memo, nullptr, stall, candidate.code};
    }
  }
  const auto stalls = registry.stalls_by_account.find(account);
  if (stalls != registry.stalls_by_account.end() && stalls->second.size() == 1) {
    return {MatchReason::sole_stall, nullptr, registry.stall(stalls->second.front())};
  }
  if (stalls == registry.stalls_by_account.end()) return {MatchReason::former_account};
  return {};
}

/// The one request of the stall that waits for exactly this amount; of two that do, none.
const PaymentRequest* by_amount(const Book& book, const StallId& stall, const PayeeAccount& account,
                                Dong amount, Instant occurred_at) {
  const PaymentRequest* found = nullptr;
  for (const auto* request : book.open_requests(stall, occurred_at)) {
    if (request->amount != amount || request->account != account) continue;
    if (found) return nullptr;
    found = request;
  }
  return found;
}

}  // namespace

Match match(const Book& book, const PayeeAccount& account, Dong amount, std::string_view content,
            Instant occurred_at) {
  const auto candidates = scan(content);
  if (auto named = by_code(book, account, amount, candidates, occurred_at)) return *named;
  auto found = by_stall(book, account, candidates);
  if (!found.stall) return found;
  found.request = by_amount(book, found.stall->id, account, amount, occurred_at);
  if (found.request) found.reason = MatchReason::exact_amount;
  return found;
}

}  // namespace chopay::merchant
