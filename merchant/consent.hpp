#pragma once

#include <string>

#include "ledger/entry.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

/// Whether a stall's household lets the market board see the stall's own figures. Nothing is
/// presumed: a household that never said so has not agreed (Luật 91/2025/QH15 Art. 4; account
/// histories are sensitive data). Each granting and each withdrawal is an entry.
///
/// What was agreed to is the money that came by QR. The cash that a household writes into its own
/// books is another thing, which nobody but the household knows: it counts in a share (BC-02, "theo
/// tự khai") only where the household has agreed to that besides, and never by itself.
struct Consent {
  StallId stall;
  bool granted = false;
  ledger::Instant granted_at;    ///< of the last granting; nothing where it was never given
  ledger::Instant withdrawn_at;  ///< when that was taken back; nothing where it was not
  bool cash = false;             ///< its cash counts in the share of at least five such stalls
  ledger::Instant cash_at;       ///< since when; nothing where it does not
};

/// What the stall's household has said last.
Consent consent_of(const Stall& stall);

/// The data of both entries: who acted for the household, and whether it agreed for its cash too.
std::string consent_data(const std::string& by, bool cash);
bool read_consent_to_cash(const ledger::Entry& entry);

}  // namespace chopay::merchant
