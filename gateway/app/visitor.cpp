#include "gateway/app/visitor.hpp"

#include "gateway/api/problems.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/redirect.hpp"
#include "gateway/pages/absent.hpp"

namespace chopay::app {

Visitor::Visitor(const http::Request& request, const api::Services& services)
    : caller(request, services.keys) {
  if (!services.keys_in_links) return;
  const auto query = http::parse_query(request.query);
  const auto key = query ? query->get("key") : std::string_view{};
  if (key.empty()) return;
  if (const auto* access = caller.present(key, services.keys)) {
    cookie = api::key_cookie(key, *access, services.is_https());
  }
}

http::Response Visitor::with_cookie(http::Response response) const {
  if (!cookie.empty()) response.headers.add("Set-Cookie", cookie);
  return response;
}

http::Response turned_away(const api::Caller& caller, std::string_view to_sign_in,
                           pages::Language language) {
  const bool waits = !caller.locked().empty() || !caller.without_pin().empty();
  const auto place = waits ? std::string_view{"/lock"} : to_sign_in;
  if (place.empty()) return pages::sign_in_page(language);
  return http::see_other(place);
}

net::Task<std::variant<SharedRegistry, http::Response>> registry_of(api::Services& services,
                                                                    net::Loop& loop,
                                                                    const api::Access& access) {
  merchant::ShowRegistry what{access.market};
  auto asked = co_await services.lane.ask(loop, what);
  if (asked.state != api::LaneState::answered) co_return api::problem_of(asked.state);
  if (!asked.answer) co_return api::problem_of(asked.answer.error());
  co_return std::move(*asked.answer);
}

}  // namespace chopay::app
