#pragma once

#include "gateway/bank/adapter.hpp"

/// RFC 9421 HTTP message signatures with RFC 9530 Content-Digest, over the body of own_form.hpp.
/// - The signature must cover @method, @path and content-digest, and carry `created`, which is
///   judged for age; `expires` is obeyed. The digest (sha-256, sha-512) is recomputed.
/// - hmac-sha256 with a shared secret, ed25519 or rsa-v1_5-sha256 with a public key in PEM. The
/// kind
///   of the configured key decides; an `alg` that says otherwise is refused, so that nobody can use
///   a public key as a shared secret.
namespace chopay::bank {

Verdict rfc9421_verdict(const Callback& callback, const Source& source, ledger::Instant now);

}  // namespace chopay::bank
