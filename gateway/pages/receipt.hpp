#pragma once

#include "gateway/http/message.hpp"
#include "gateway/pages/words.hpp"
#include "ledger/ids.hpp"
#include "merchant/command.hpp"

namespace chopay::pages {

/// The credit that a receipt is of.
struct ReceiptLook {
  ledger::Seq credit;           ///< its entry
  merchant::Dong amount;        ///< of that credit alone
  ledger::Instant occurred_at;  ///< by the bank's clock
  bool sandbox = false;
  Language language = Language::vietnamese;
};

/// The receipt at /pay/{id}/receipt: what was paid, the file that proves it, and its check in the
/// page. Prints on paper of 58 or 80 mm. REQUIRES that request.registry has the stall.
http::Response receipt_page(const merchant::RequestView& request, const ReceiptLook& look);

}  // namespace chopay::pages
