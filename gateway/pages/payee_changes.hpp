#pragma once

#include <string>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"
#include "merchant/payee_change.hpp"
#include "merchant/registry.hpp"

namespace chopay::pages {

/// Who looks at a page of the registry.
struct RegistryLook {
  bool acts = false;       ///< may do what the page offers, and does not only look on
  bool signed_in = false;  ///< names their session in what they change
  Language language = Language::vietnamese;
  std::string_view contact = {};  ///< the board's, where it is put right
};

/// A change that waits, and what people call whoever asked for it; empty where nobody knows.
struct WaitingChange {
  merchant::PayeeChange change;
  std::string asker;
};

/// The changes of payee accounts that wait, at /board/payee-changes: from which account to which,
/// who asked, and until when it must wait. A board has a button for what it may do next; the API
/// decides whether it is done.
http::Response payee_changes_page(const merchant::Registry& registry,
                                  const std::vector<WaitingChange>& changes, ledger::Instant now,
                                  const RegistryLook& look);

}  // namespace chopay::pages
