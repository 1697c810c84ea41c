// What a household allows the board to see: its entries, and the decision that writes them.
#include "merchant/consent.hpp"

#include <boost/json.hpp>

#include "merchant/draft.hpp"
#include "merchant/entry_fields.hpp"
#include "merchant/rules.hpp"

namespace chopay::merchant {

std::string consent_data(const std::string& by, bool cash) {
  boost::json::object data{{"by", by}};
  if (cash) data["cash"] = true;
  return boost::json::serialize(data);
}

bool read_consent_to_cash(const ledger::Entry& entry) {
  return Fields{entry}.flag("cash");
}

Consent consent_of(const Stall& stall) {
  const bool cash = stall.shares_cash();
  return {stall.id,
          stall.consents(),
          stall.consented_at,
          stall.consent_withdrawn_at,
          cash,
          cash ? stall.cash_consented_at : ledger::Instant{}};
}

Rules::Outcome Rules::decide_on(const SetConsent& command, ledger::KnownKeys&, Instant now) {
  const auto* market = book(command.market);
  const auto* stall = market ? market->registry()->stall(command.stall) : nullptr;
  if (!stall) return {{}, refuse<Consent>(Errc::unknown_stall, command.stall.text())};
  const auto known = consent_of(*stall);
  const bool cash = command.granted && command.cash;
  if (known.granted == command.granted && known.cash == cash) return {{}, Result<Consent>{known}};
  const auto kind =
      command.granted ? ledger::Kind::consent_granted : ledger::Kind::consent_withdrawn;
  return {draft_of(command.market, stall->id, kind, ledger::business_day_of(now),
                   consent_data(command.by, cash)),
          Result<Consent>{known}};
}

}  // namespace chopay::merchant
