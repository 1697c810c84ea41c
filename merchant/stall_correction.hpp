#pragma once

#include <optional>
#include <string>

#include "ledger/entry.hpp"
#include "merchant/registry.hpp"

namespace chopay::merchant {

/// What was registered wrongly of a stall, or has changed. A mistake is answered by an entry: what
/// stood before stays in the log. Accounts and holders are not among it: they change by two people
/// (payee_change.hpp).
struct StallCorrection {
  std::optional<std::string> zone;
  std::optional<std::string> name;
  std::optional<std::string> trade;
  std::optional<std::string> household;
  std::optional<std::int64_t> area_dm2;
  bool details = false;  ///< tax code and phone lie, both anew, beside this entry

  /// True where it says nothing that the stall does not have already.
  bool changes_nothing(const Stall& stall) const;
  void apply_to(Stall& stall, ledger::Seq entry) const;
};

std::string to_data(const StallCorrection& correction, const std::string& by);
StallCorrection read_stall_corrected(const ledger::Entry& entry);

}  // namespace chopay::merchant
