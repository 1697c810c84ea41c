#include "gateway/app/language.hpp"

#include <algorithm>

#include "gateway/api/access.hpp"
#include "gateway/http/query.hpp"

namespace chopay::app {
namespace {

constexpr std::string_view language_cookie = "chopay-lang";

std::optional<pages::Language> asked_language(const http::Request& request) {
  if (request.query.find("lang=") == std::string::npos) return std::nullopt;
  const auto query = http::parse_query(request.query);
  return query ? pages::language_from(query->get("lang")) : std::nullopt;
}

/// The first of ours in the list. Browsers write the one that is liked best first, so the weights
/// (RFC 9110 §12.5.4) need not be read.
std::optional<pages::Language> preferred_language(std::string_view list) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    auto one = list.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (const auto found = pages::language_from(one.substr(0, one.find_first_of("-; ")))) {
      return found;
    }
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return std::nullopt;
}

/// REQUIRES: the address has a language.
net::Task<http::Response> with_language_kept(const http::Handler& inner, http::Exchange& exchange,
                                             const api::Services& services) {
  auto response = co_await inner(exchange);
  std::string cookie{language_cookie};
  cookie += '=' + std::string{pages::tag_of(*asked_language(exchange.request()))} +
            "; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000";
  if (services.is_https()) cookie += "; Secure";
  response.headers.add("Set-Cookie", cookie);
  co_return response;
}

}  // namespace

pages::Language language_of(const http::Request& request) {
  if (const auto asked = asked_language(request)) return *asked;
  if (const auto kept = pages::language_from(api::cookie_of(request, language_cookie))) {
    return *kept;
  }
  return preferred_language(request.headers.get("Accept-Language"))
      .value_or(pages::Language::vietnamese);
}

http::Handler remembering_language(const http::Route& row, http::Handler handler,
                                   const api::Services& services) {
  if (row.method != http::Method::get || row.pattern.starts_with("/v1/")) return handler;
  return [inner = std::move(handler), &services](http::Exchange& exchange) {
    return asked_language(exchange.request()) ? with_language_kept(inner, exchange, services)
                                              : inner(exchange);
  };
}

}  // namespace chopay::app
