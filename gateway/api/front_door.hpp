#pragma once

#include "gateway/api/services.hpp"

namespace chopay::api {

/// How often one may ask: at once, and a minute. What of it is counted how: limit_class.hpp.
struct AskingLimits {
  /// With a key that opens something. A key is one program, device or sign-in, so that those who
  /// share a market's Wi-Fi, and with it an address, do not slow each other down.
  int per_key = 60'000;
  /// Of one address (IPv6: network) without such a key.
  int per_address = 6'000;
  /// Pages and what they are made of, of one address without a key: a thousand phones behind a
  /// market's Wi-Fi that each open a page with all its parts, and then go on looking.
  int pages_per_address = 60'000;
  /// Sign-ins, PINs and enrolments of one address: every stall of a large market in one minute.
  /// What guesses one account is slowed long before, by that account.
  int proofs_per_address = 600;
};

/// What every answer under /v1, /s, /t and /documents passes through: RateLimit-Limit, -Remaining
/// and -Reset (seconds until it may be asked as often as at first); 429 with Retry-After where
/// nothing is left; an ETag on what a GET brings, and 304 where If-None-Match names it (RFC 9110
/// §13.1.2); an Idempotency-Key on a POST, as kept_answers.hpp says. All other answers but those of
/// routes that count themselves, and of probes, are counted too, and say so by a 429 alone. The
/// services must outlive the router.
http::Router::Wrapper front_door(Services& services, AskingLimits limits = {});

}  // namespace chopay::api
