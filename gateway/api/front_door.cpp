#include "gateway/api/front_door.hpp"

#include <memory>

#include "gateway/api/access.hpp"
#include "gateway/api/cached_answer.hpp"
#include "gateway/api/kept_answers.hpp"
#include "gateway/api/limit_class.hpp"
#include "gateway/http/problem.hpp"

namespace chopay::api {
namespace {

using http::Exchange;
using http::Handler;
using http::Response;

/// A request that is opened keeps its Idempotency-Key in its own entry, with no further write.
constexpr std::string_view keeps_its_own_keys = "/v1/payment-requests";

class FrontDoor {
 public:
  FrontDoor(Services& services, AskingLimits limits)
      : services_(services),
        kept_answers_(services),
        by_key_(limits.per_key),
        by_address_(limits.per_address),
        pages_by_address_(limits.pages_per_address),
        proofs_by_address_(limits.proofs_per_address) {}

  /// A page, or somebody who proves who they are: counted, and otherwise left as it is.
  net::Task<Response> pass_quietly(const Handler& inner, Exchange& exchange,
                                   LimitClass counted_as) {
    if (!take(exchange.request(), counted_as)) co_return too_many();
    co_return co_await inner(exchange);
  }

  net::Task<Response> pass(const Handler& inner, Exchange& exchange) {
    const auto& request = exchange.request();
    const Caller caller{request, services_.keys};
    const auto counted = count(request, caller);
    Response response;
    if (counted.taken) {
      const bool once = caller.known() && asks_for_once(request);
      // Two statements: g++ 12 destroys a task that a conditional expression gives twice.
      if (once) {
        response = co_await kept_answers_.answer(inner, exchange, caller);
      } else {
        response = co_await inner(exchange);
      }
      const bool reads =
          request.method == http::Method::get || request.method == http::Method::head;
      if (reads) tag(request, response);
    } else {
      response = too_many();
    }
    response.headers.add("RateLimit-Limit", std::to_string(counted.limit));
    response.headers.add("RateLimit-Remaining", std::to_string(counted.left));
    response.headers.add("RateLimit-Reset", std::to_string(counted.until_full.count()));
    co_return response;
  }

 private:
  static Response too_many() {
    return http::problem(429, "too_many_requests", "ask again when some time has passed");
  }

  /// What is not a reading is counted by address alone: a Caller would note the key's use, and so
  /// keep a device from locking itself.
  bool take(const http::Request& request, LimitClass counted_as) {
    const auto now = std::chrono::steady_clock::now();
    const auto address = client_address(request, services_.desk.proxies);
    if (counted_as == LimitClass::proof) return proofs_by_address_.take(address, now);
    const bool reads = request.method == http::Method::get || request.method == http::Method::head;
    if (reads) {
      const Caller caller{request, services_.keys};
      if (caller.known()) return by_key_.take(caller.name(), now);
    }
    return pages_by_address_.take(address, now);
  }

  /// PUT and DELETE come to the same however often they are sent.
  static bool asks_for_once(const http::Request& request) {
    return request.method == http::Method::post && request.path != keeps_its_own_keys &&
           !request.headers.get("Idempotency-Key").empty();
  }

  http::RateLimit::Count count(const http::Request& request, const Caller& caller) {
    const auto now = std::chrono::steady_clock::now();
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
  KeptAnswers kept_answers_;
  http::RateLimit by_key_;
  http::RateLimit by_address_;
  http::RateLimit pages_by_address_;
  http::RateLimit proofs_by_address_;
};

}  // namespace

http::Router::Wrapper front_door(Services& services, AskingLimits limits) {
  const auto door = std::make_shared<FrontDoor>(services, limits);
  return [door](const http::Route& route) -> Handler {
    // A route that the table forgot is no reason to leave it uncounted.
    const auto counted_as = limit_class_of(route.method, route.pattern).value_or(LimitClass::page);
    switch (counted_as) {
      case LimitClass::own:
      case LimitClass::probe:
        return route.handler;
      case LimitClass::asked:
        return [door, inner = route.handler](Exchange& exchange) {
          return door->pass(inner, exchange);
        };
      default:
        return [door, counted_as, inner = route.handler](Exchange& exchange) {
          return door->pass_quietly(inner, exchange, counted_as);
        };
    }
  };
}

}  // namespace chopay::api
