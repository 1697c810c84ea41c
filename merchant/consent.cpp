// What a household allows the board to see: its entries, and the decision that writes them.
#include "merchant/consent.hpp"

#include <boost/json.hpp>

#include "merchant/draft.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {

std::string consent_data(const std::string& by) {
  return boost::json::serialize(boost::json::object{{"by", by}});
}

Consent consent_of(const Stall& stall) {
  return {stall.id, stall.consents(), stall.consented_at, stall.consent_withdrawn_at};
}

Rules::Outcome Rules::decide_on(const SetConsent& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  const auto* stall = market ? market->registry()->stall(command.stall) : nullptr;
  if (!stall) return {{}, refuse<Consent>(Errc::unknown_stall, command.stall.text())};
  const auto known = consent_of(*stall);
  if (known.granted == command.granted) return {{}, Result<Consent>{known}};
  const auto kind =
      command.granted ? ledger::Kind::consent_granted : ledger::Kind::consent_withdrawn;
  return {draft_of(command.market, stall->id, kind, ledger::business_day_of(now),
                   consent_data(command.by)),
          Result<Consent>{known}};
}

}  // namespace chopay::merchant
