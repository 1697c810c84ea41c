// Telling that the lifetime of a request has ended without money. Its state is so without that; the
// entry is for whoever follows the log.
#include "merchant/draft.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {

Rules::Outcome Rules::decide_on(const FindExpired& command, ledger::KnownKeys&, Instant now) {
  std::vector<ExpiredRequest> found;
  for (const auto& [market, book] : books_) {
    if (found.size() == command.most) break;
    for (auto& id : book.expiries().ended(now, command.most - found.size())) {
      found.push_back({market, std::move(id)});
    }
  }
  return {{}, FindExpired::Answer{std::move(found)}};
}

Rules::Outcome Rules::decide_on(const TellExpiry& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  const auto* request = market ? market->request(command.id) : nullptr;
  if (!request) return {{}, Result<void>{Error{Errc::unknown_request}}};
  if (request->expiry_told || request->status(now) != RequestStatus::expired) {
    return {{}, Result<void>{}};
  }
  return {draft_of(command.market, request->stall, ledger::Kind::request_expired,
                   ledger::business_day_of(now),
                   to_data(RequestExpired{request->id, request->expires_at})),
          Result<void>{}};
}

}  // namespace chopay::merchant
