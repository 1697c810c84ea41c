#pragma once

#include <boost/system/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/head.hpp"
#include "gateway/http/message.hpp"

namespace chopay::http {

/// What the guard lets through. The request head's own size is limited by the session.
struct GuardPolicy {
  /// "pay.example.vn" (any port) or "pay.example.vn:8443"; "[::1]:8080" for IPv6. "0.0.0.0" and
  /// "::" stand for every address written in figures: a page whose name was made to lead here
  /// (DNS rebinding) comes with its name.
  std::vector<std::string> hosts;
  bool any_host = false;  ///< another gateway's guard has looked at it
  std::size_t target_bytes_max = 2048;
  std::size_t fields_max = 64;
};

/// A head that passed, in the form the router and the session use. Views into the head.
struct Passed {
  Method method = Method::get;
  std::string_view path;   ///< as sent: still percent-encoded, every escape valid
  std::string_view query;  ///< behind '?', as sent
  std::size_t content_length = 0;
  bool close = false;  ///< the client asked for no further requests
  /// Of a request for a WebSocket (RFC 6455 §4.2.1): its Sec-WebSocket-Key; else empty.
  std::string_view websocket_key;
};

/// Decides whether a parsed head may be served: HTTP/1.1 only, exactly one known Host, no
/// Transfer-Encoding, one plain Content-Length where a body belongs, no Expect, no
/// Upgrade but to a WebSocket of our own pages or of no page at all, an origin-form target without
/// control characters or broken escapes. Closes the shapes with which requests are smuggled past a
/// proxy (RFC 9112 §11.2).
boost::system::result<Passed, Refusal> check_head(const Head& head, const GuardPolicy& policy);

/// Refuses a body larger than the route takes.
std::optional<Refusal> check_length(const Passed& passed, std::size_t body_bytes_max);

/// Lets result::value() throw on a refusal: only for callers that know there is none.
[[noreturn]] void throw_exception_from_error(const Refusal& refusal, const boost::source_location&);

}  // namespace chopay::http
