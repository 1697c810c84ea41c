#pragma once

#include <optional>

#include "gateway/bank/adapter.hpp"

/// Standard Webhooks (standardwebhooks.com, specification 1.0): for a bank that has no format of
/// its own, with the body of own_form.hpp.
/// - Headers `webhook-id`, `webhook-timestamp` (unix seconds) and `webhook-signature`, a list of
///   "version,base64" separated by spaces; one that fits is enough (rotation); versions that we do
///   not know are passed over.
/// - v1 = HMAC-SHA256 of id + "." + timestamp + "." + raw body. Secret: "whsec_" + base64.
/// - v1a = Ed25519 of the same text. Key: "whpk_" + base64 of 32 bytes, or PEM.
namespace chopay::bank {

Verdict standard_verdict(const Callback& callback, const Source& source, ledger::Instant now);
Reply standard_reply(const Answer& answer);

/// Why the message is refused; nullopt when it is authentic and fresh. Also signs camt.054
/// messages.
std::optional<Verdict> refuse_standard(const Callback& callback, const Source& source,
                                       ledger::Instant now);

}  // namespace chopay::bank
