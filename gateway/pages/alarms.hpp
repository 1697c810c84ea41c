#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"
#include "merchant/command.hpp"

namespace chopay::pages {

/// A notice that waits for somebody to say whether a statement told its money.
struct HeldLook {
  merchant::HeldTransfer held;
  std::vector<merchant::StallId> stalls;  ///< whose account it is
};

struct AlarmsLook {
  std::vector<merchant::Alarm> alarms;  ///< the newest first, only what the visitor may see
  /// Nothing for whoever may not settle any.
  std::optional<std::vector<HeldLook>> held = {};
  std::size_t hidden = 0;  ///< held notices that are not for this visitor to see
  bool signed_in = false;
  Language language = Language::vietnamese;
};

/// What somebody should look at, at /board/alarms: first the notices that wait for a person, each
/// with its two ways out, then the newest alarms in words. The API decides whether it is done.
http::Response alarms_page(const merchant::Registry& registry, const AlarmsLook& look);

}  // namespace chopay::pages
