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
  ledger::Instant since;  ///< of the granting; nothing where it is not granted
};

/// The data of both entries: who acted for the household.
std::string consent_data(const std::string& by);

}  // namespace chopay::merchant
