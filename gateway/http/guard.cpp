#include "gateway/http/guard.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "gateway/http/percent.hpp"
#include "gateway/net/address_range.hpp"

namespace chopay::http {
namespace {

using Check = std::optional<Refusal>;

/// The fields that frame or steer a message, counted over the whole head.
struct Framing {
  std::string_view host;
  std::string_view length;
  std::string_view coding;
  std::size_t hosts = 0;
  std::size_t lengths = 0;
  std::size_t codings = 0;
  bool expects = false;
  std::string_view upgrade;
  std::string_view origin;
  std::string_view websocket_key;
  std::string_view websocket_version;
  bool upgrades = false;
  bool says_upgrade = false;  ///< in Connection
  bool close = false;
};

bool has_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    auto one = list.substr(0, comma);
    while (!one.empty() && (one.front() == ' ' || one.front() == '\t')) one.remove_prefix(1);
    while (!one.empty() && (one.back() == ' ' || one.back() == '\t')) one.remove_suffix(1);
    if (same_name(one, token)) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

// The size is compared first, so that the usual field costs no comparison of text.
Framing framing_of(const Head& head) {
  Framing found;
  for (const auto& [name, value] : head.fields) {
    if (name.size() == 4 && same_name(name, "Host")) {
      found.host = value;
      ++found.hosts;
    } else if (name.size() == 14 && same_name(name, "Content-Length")) {
      found.length = value;
      ++found.lengths;
    } else if (name.size() == 17 && same_name(name, "Transfer-Encoding")) {
      found.coding = value;
      ++found.codings;
    } else if (name.size() == 6 && same_name(name, "Expect")) {
      found.expects = true;
    } else if (name.size() == 7 && same_name(name, "Upgrade")) {
      found.upgrades = true;
      found.upgrade = value;
    } else if (name.size() == 6 && same_name(name, "Origin")) {
      found.origin = value;
    } else if (name.size() == 17 && same_name(name, "Sec-WebSocket-Key")) {
      found.websocket_key = value;
    } else if (name.size() == 21 && same_name(name, "Sec-WebSocket-Version")) {
      found.websocket_version = value;
    } else if (name.size() == 10 && same_name(name, "Connection")) {
      found.close = found.close || has_token(value, "close");
      found.says_upgrade = found.says_upgrade || has_token(value, "upgrade");
    }
  }
  return found;
}

/// "host:8080" → "host"; a bracketed IPv6 address keeps its brackets.
std::string_view without_port(std::string_view host) {
  const auto colon = host.rfind(':');
  const auto bracket = host.rfind(']');
  if (colon == std::string_view::npos) return host;
  if (bracket != std::string_view::npos && bracket > colon) return host;
  const auto port = host.substr(colon + 1);
  const bool digits =
      !port.empty() && port.size() <= 5 &&
      std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits ? host.substr(0, colon) : std::string_view{};
}

/// "0.0.0.0" or "::", with brackets or without: what a server listens at that is reached at all its
/// addresses.
bool is_any_address(std::string_view host) {
  return host == "0.0.0.0" || host == "::" || host == "[::]";
}

/// "192.168.1.5" or "[fe80::1]", and no name.
bool is_in_figures(std::string_view host) {
  const bool v6 = host.size() > 2 && host.front() == '[' && host.back() == ']';
  const std::string address{v6 ? host.substr(1, host.size() - 2) : host};
  if (v6 != (address.find(':') != std::string::npos)) return false;
  return address.find_first_of("/%") == std::string::npos && net::AddressRange::parse(address);
}

Check check_host(const Framing& found, const GuardPolicy& policy) {
  if (found.hosts != 1 || found.host.empty()) {
    return Refusal{400, "bad_host", "A request names exactly one host."};
  }
  if (policy.any_host) return std::nullopt;
  const auto bare = without_port(found.host);
  for (const auto& host : policy.hosts) {
    if (same_name(host, found.host) || same_name(host, bare)) return std::nullopt;
    if (is_any_address(host) && is_in_figures(bare)) return std::nullopt;
  }
  return Refusal{421, "unknown_host", "This host is not served here."};
}

Check check_codings(const Framing& found) {
  if (found.codings == 0) return std::nullopt;
  if (found.lengths > 0) {
    return Refusal{400, "bad_framing", "Transfer-Encoding and Content-Length exclude each other."};
  }
  if (found.codings == 1 && same_name(found.coding, "chunked")) {
    return Refusal{411, "length_required", "Chunked bodies are not taken; send Content-Length."};
  }
  return Refusal{501, "transfer_coding", "Transfer codings are not taken."};
}

/// Takes 1 to 15 digits and nothing else: no sign, no list, no hexadecimal number.
std::optional<std::size_t> parse_length(std::string_view text) {
  if (text.empty() || text.size() > 15 || text[0] < '0' || text[0] > '9') return std::nullopt;
  std::size_t length = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return length;
}

Check check_body(const Framing& found, Passed& passed) {
  if (const auto refusal = check_codings(found)) return refusal;
  if (found.lengths > 1) {
    return Refusal{400, "bad_framing", "A request has at most one Content-Length."};
  }
  const bool has_body = passed.method == Method::post || passed.method == Method::put;
  if (found.lengths == 0) {
    if (!has_body) return std::nullopt;
    return Refusal{411, "length_required", "This method needs a Content-Length."};
  }
  const auto length = parse_length(found.length);
  if (!length) return Refusal{400, "bad_framing", "Content-Length is not a plain number."};
  if (*length > 0 && (passed.method == Method::get || passed.method == Method::head)) {
    return Refusal{400, "unexpected_body", "This method takes no body."};
  }
  passed.content_length = *length;
  return std::nullopt;
}

Check check_target(std::string_view target, const GuardPolicy& policy, Passed& passed) {
  if (target.size() > policy.target_bytes_max) {
    return Refusal{414, "target_too_long", "The request target is too long."};
  }
  if (target.empty() || target[0] != '/') {
    return Refusal{400, "bad_target", "The request target must begin with a slash."};
  }
  const auto mark = target.find('?');
  passed.path = target.substr(0, mark);
  if (mark != std::string_view::npos) passed.query = target.substr(mark + 1);
  const bool plain = std::all_of(target.begin(), target.end(),
                                 [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
  if (!plain || !percent_clean(target)) {
    return Refusal{400, "bad_target", "The request target has a character that is not allowed."};
  }
  return std::nullopt;
}

/// A page of another site could open a WebSocket with the browser's cookies: no page's rules keep
/// it from that, only we do (RFC 6455 §10.2).
Check check_upgrade(const Framing& found, Passed& passed) {
  if (!found.upgrades) return std::nullopt;
  if (!same_name(found.upgrade, "websocket")) {
    return Refusal{501, "upgrade", "Connections are upgraded to WebSockets only."};
  }
  const bool whole = passed.method == Method::get && found.says_upgrade &&
                     found.websocket_version == "13" && found.websocket_key.size() == 24;
  if (!whole) return Refusal{400, "bad_websocket", "The request for a WebSocket is not whole."};
  const auto from = found.origin.substr(std::min(found.origin.find("://"), found.origin.size()));
  if (!found.origin.empty() && (from.empty() || !same_name(from.substr(3), found.host))) {
    return Refusal{403, "foreign_page", "Another site's page may not listen here."};
  }
  passed.websocket_key = found.websocket_key;
  return std::nullopt;
}

}  // namespace

boost::system::result<Passed, Refusal> check_head(const Head& head, const GuardPolicy& policy) {
  if (head.version != 11) return Refusal{505, "http_version", "Only HTTP/1.1 is served."};
  const auto method = method_from(head.method);
  if (!method) return Refusal{501, "method_unknown", "This method is not served."};
  if (head.fields.size() > policy.fields_max) {
    return Refusal{431, "too_many_fields", "The request has too many header fields."};
  }
  Passed passed;
  passed.method = *method;
  const auto found = framing_of(head);
  if (const auto refusal = check_target(head.target, policy, passed)) return *refusal;
  if (const auto refusal = check_host(found, policy)) return *refusal;
  if (const auto refusal = check_body(found, passed)) return *refusal;
  if (found.expects) return Refusal{417, "expectation", "Expect is not served; send the body."};
  if (const auto refusal = check_upgrade(found, passed)) return *refusal;
  passed.close = found.close;
  return passed;
}

std::optional<Refusal> check_length(const Passed& passed, std::size_t body_bytes_max) {
  if (passed.content_length <= body_bytes_max) return std::nullopt;
  return Refusal{413, "body_too_large", "The body is larger than this address takes."};
}

void throw_exception_from_error(const Refusal& refusal, const boost::source_location&) {
  throw std::logic_error(refusal.detail);
}

}  // namespace chopay::http
