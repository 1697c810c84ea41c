#include "merchant/match.hpp"

#include "merchant/transfer_text.hpp"

namespace chopay::merchant {

Match match(const Book& book, const PayeeAccount& account, Dong amount, std::string_view content,
            Instant occurred_at) {
  const auto& registry = *book.registry();
  const auto candidates = scan(content);
  for (const auto& candidate : candidates) {
    const auto* request = book.request_of(candidate.code);
    if (!request || request->account != account) continue;
    const bool counts =
        !candidate.corrected || (request->open(occurred_at) && request->amount == amount);
    if (!counts) continue;
    const auto reason = candidate.corrected ? MatchReason::corrected_code : MatchReason::code;
    return {reason, request, registry.stall(request->stall), candidate.code};
  }
  for (const auto& candidate : candidates) {
    const auto* id = candidate.corrected ? nullptr : book.stall_of(candidate.code);
    const auto* stall = id ? registry.stall(*id) : nullptr;
    if (stall && stall->account == account) {
      return {MatchReason::stall_memo, nullptr, stall, candidate.code};
    }
  }
  const auto stalls = registry.stalls_by_account.find(account);
  if (stalls != registry.stalls_by_account.end() && stalls->second.size() == 1) {
    return {MatchReason::sole_stall, nullptr, registry.stall(stalls->second.front())};
  }
  return {};
}

}  // namespace chopay::merchant
