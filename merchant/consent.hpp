#pragma once

#include <string>

#include "ledger/entry.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

/// Whether a stall's household lets the market board see the stall's own figures. Nothing is
/// presumed: a household that never said so has not agreed (Luật 91/2025/QH15 Art. 4; account
/// histories are sensitive data). Each granting and each withdrawal is an entry.
struct Consent {
  StallId stall;
  bool granted = false;
  ledger::Instant granted_at;    ///< of the last granting; nothing where it was never given
  ledger::Instant withdrawn_at;  ///< when that was taken back; nothing where it was not
};

/// What the stall's household has said last.
Consent consent_of(const Stall& stall);

/// The data of both entries: who acted for the household.
std::string consent_data(const std::string& by);

}  // namespace chopay::merchant
