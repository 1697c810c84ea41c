#include "gateway/api/front_door.hpp"

#include <algorithm>
#include <memory>

#include "gateway/api/access.hpp"
#include "gateway/api/cached_answer.hpp"
#include "gateway/http/problem.hpp"

namespace chopay::api {
namespace {

using http::Exchange;
using http::Handler;
using http::Response;

/// Whose answers are counted: the API, the look-ups of a sticker's address, documents for who has
/// no key.
constexpr std::string_view behind_the_door[] = {"/v1/", "/s/", "/t/", "/documents/"};

class FrontDoor {
 public:
  FrontDoor(Services& services, AskingLimits limits)
      : services_(services), by_key_(limits.per_key), by_address_(limits.per_address) {}

  net::Task<Response> pass(const Handler& inner, Exchange& exchange) {
    const auto counted = count(exchange.request());
    Response response;
    if (counted.taken) {
      response = co_await inner(exchange);
      const auto method = exchange.request().method;
      const bool reads = method == http::Method::get || method == http::Method::head;
      if (reads) tag(exchange.request(), response);
    } else {
      response = http::problem(429, "too_many_requests", "ask again when some time has passed");
    }
    response.headers.add("RateLimit-Limit", std::to_string(counted.limit));
    response.headers.add("RateLimit-Remaining", std::to_string(counted.left));
    response.headers.add("RateLimit-Reset", std::to_string(counted.until_full.count()));
    co_return response;
  }

 private:
  http::RateLimit::Count count(const http::Request& request) {
    const auto now = std::chrono::steady_clock::now();
    const Caller caller{request, services_.keys};
    if (caller.known()) return by_key_.count(caller.name(), now);
    return by_address_.count(client_address(request, services_.desk.proxies), now);
  }

  /// Gives a whole answer its tag, and takes its body away where the client has it already.
  static void tag(const http::Request& request, Response& response) {
    if (response.status != 200 || response.stream || response.headers.find("ETag")) return;
    const auto tag = entity_tag(response.body);
    response.headers.add("ETag", tag);
    if (!names_tag(request.headers.get("If-None-Match"), tag)) return;
    response.status = 304;
    response.body.clear();
    response.content_type.clear();
  }

  Services& services_;
  http::RateLimit by_key_;
  http::RateLimit by_address_;
};

}  // namespace

http::Router::Wrapper front_door(Services& services, AskingLimits limits) {
  const auto door = std::make_shared<FrontDoor>(services, limits);
  return [door](const http::Route& route) -> Handler {
    const auto starts = [&](std::string_view one) { return route.pattern.starts_with(one); };
    if (std::ranges::none_of(behind_the_door, starts)) return route.handler;
    return
        [door, inner = route.handler](Exchange& exchange) { return door->pass(inner, exchange); };
  };
}

}  // namespace chopay::api
