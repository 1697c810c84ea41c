#pragma once

#include <string>
#include <string_view>

#include "gateway/bank/secrets.hpp"
#include "gateway/outbound/message.hpp"
#include "ledger/result.hpp"

namespace chopay::outbound {

/// What messages are signed with (Standard Webhooks, "Symmetric"): "whsec_" and the base64 of 24 to
/// 64 bytes. Two at once while the secret is being changed: receivers take either signature.
struct SigningKeys {
  bank::Secret current;   ///< the bytes
  bank::Secret previous;  ///< empty: none
};

/// The bytes of a secret; nothing for a text of another form.
std::optional<bank::Secret> signing_key(std::string_view secret);

/// webhook-id, webhook-timestamp and webhook-signature, "v1,<base64>" for each key; and the type
/// of the body. REQUIRES: the id has no '.'.
Destination::Headers standard_headers(const SigningKeys& keys, std::string_view id,
                                      std::string_view body, ledger::Instant now);

}  // namespace chopay::outbound
