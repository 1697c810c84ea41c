// GET /openapi.json
#include "gateway/api/cached_answer.hpp"
#include "gateway/api/services.hpp"

namespace chopay::api {

std::string_view embedded(std::string_view name);  // openapi.json

namespace {

/// It changes with the program, under the same address.
constexpr std::chrono::minutes keep{10};

net::Task<http::Response> show_description(http::Exchange& exchange) {
  static const TaggedBody description{api_description()};
  co_return cached_answer(exchange.request(), description, "application/json", keep);
}

}  // namespace

std::string_view api_description() {
  return embedded("openapi.json");
}

void add_openapi_route(http::Router& router) {
  router.add({http::Method::get, "/openapi.json", 0,
              [](http::Exchange& exchange) { return show_description(exchange); }});
}

}  // namespace chopay::api
