#pragma once

#include "gateway/api/services.hpp"

namespace chopay::api {

/// How often one may ask under /v1: at once, and a minute.
struct AskingLimits {
  /// With a key that opens something. A key is one program, device or sign-in, so that those who
  /// share a market's Wi-Fi, and with it an address, do not slow each other down.
  int per_key = 60'000;
  /// Of one address (IPv6: network) without such a key.
  int per_address = 6'000;
};

/// What every answer under /v1, /s, /t and /documents passes through: RateLimit-Limit, -Remaining
/// and -Reset (seconds until it may be asked as often as at first); 429 with Retry-After where
/// nothing is left; an ETag on what a GET brings, and 304 where If-None-Match names it (RFC 9110
/// §13.1.2); an Idempotency-Key on a POST, as kept_answers.hpp says. The services must outlive the
/// router.
http::Router::Wrapper front_door(Services& services, AskingLimits limits = {});

}  // namespace chopay::api
