#pragma once

#include <string>

#include "ledger/entry.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

/// The name of a market or of one of its zones, or the board's contact, that was registered wrongly
/// or has changed. The name before stays in the log; documents have the new one from then on.
struct NameCorrection {
  std::string zone;      ///< id of the zone; empty: the market itself
  std::string name;      ///< empty: as it was, where the contact alone is told anew
  bool contact = false;  ///< the board's contact lies beside this entry anew

  void apply_to(Registry& registry, ledger::Seq entry) const;
};

std::string to_data(const NameCorrection& correction, const std::string& by);
NameCorrection read_name_corrected(const ledger::Entry& entry);

}  // namespace chopay::merchant
