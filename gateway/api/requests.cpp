// POST /v1/payment-requests, GET and PUT …/{id}, POST …/{id}/cancel, …/{id}/rest
#include <boost/json.hpp>

#include "gateway/api/codes.hpp"
#include "gateway/api/kept_answer.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/request_answer.hpp"
#include "gateway/api/services.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

/// The body of POST /v1/payment-requests.
struct OpenInput {
  merchant::StallId stall;
  merchant::Dong amount;
  std::string note;
};

merchant::Result<OpenInput> read_input(std::string_view body) {
  using merchant::Errc;
  json::error_code error;
  const auto value = json::parse(body, error);
  if (error || !value.is_object()) return merchant::Error{Errc::bad_json, "an object is needed"};
  OpenInput input;
  for (const auto& [name, field] : value.get_object()) {
    if (name == "stall" && field.is_string()) {
      const auto stall = merchant::StallId::parse(std::string_view{field.get_string()});
      if (!stall) return merchant::Error{Errc::unknown_stall, "stall"};
      input.stall = *stall;
    } else if (name == "amount" && field.is_int64()) {
      input.amount = merchant::Dong{field.get_int64()};
    } else if (name == "amount") {
      return merchant::Error{Errc::bad_amount, "not a whole number"};
    } else if (name == "note" && field.is_string()) {
      input.note = std::string_view{field.get_string()};
    } else {
      return merchant::Error{Errc::bad_json, "field \"" + std::string{name.substr(0, 40)} + '"'};
    }
  }
  if (input.stall.empty()) return merchant::Error{Errc::unknown_stall, "stall is missing"};
  return input;
}

std::optional<merchant::Idempotency> idempotency_of(std::string_view key, const Caller& caller,
                                                    const OpenInput& input) {
  if (key.empty()) return std::nullopt;
  const auto amount = to_string(input.amount);
  return merchant::Idempotency{
      ledger::to_hex(ledger::sha256({caller.name(), "\n", key})),
      ledger::to_hex(ledger::sha256({input.stall.text(), "\n", amount, "\n", input.note}))};
}

/// Opens a request; `chosen` is the id of a PUT, empty for a POST.
net::Task<Response> open_request(Services& services, Exchange& exchange, std::string chosen) {
  const auto& request = exchange.request();
  const Caller caller{request, services.keys};
  if (!caller.known()) co_return no_access(caller);
  const auto input = read_input(request.body);
  if (!input) co_return problem_of(input.error());
  const auto* access = caller.allowed(Deed::sell, input->stall);
  if (!access) co_return no_access(caller);
  const auto key = request.headers.get("Idempotency-Key");
  if (key.size() > idempotency_key_bytes_max) {
    co_return bad_request("bad_idempotency_key", "at most 255 characters");
  }
  merchant::OpenRequest what{
      access->market, input->stall, input->amount, input->note, services.request_lifetime, {},
      chosen};
  if (chosen.empty()) what.idempotency = idempotency_of(key, caller, *input);
  auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  auto response = json_answer(request_json(*asked.answer, services.public_url),
                              !chosen.empty() && asked.answer->repeated ? 200 : 201);
  response.headers.add("Location", "/v1/payment-requests/" + asked.answer->request.id);
  if (!key.empty() && asked.answer->repeated) response.headers.add("Idempotency-Replayed", "true");
  co_return response;
}

/// The request that the path names, if the caller may see it; else the answer that says why not.
net::Task<std::variant<merchant::RequestView, Response>> find_request(Services& services,
                                                                      Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  // Another market's or stall's request is not there: not even its existence is told.
  for (const auto& access : caller.accesses()) {
    merchant::FindRequest what{std::string{exchange.param("id")}, access.market};
    auto asked = co_await services.lane.ask(exchange.loop(), what);
    if (asked.state != LaneState::answered) co_return problem_of(asked.state);
    if (!asked.answer || !access.may(Deed::sell, asked.answer->request.stall)) continue;
    co_return std::move(*asked.answer);
  }
  co_return problem_of(merchant::Error{merchant::Errc::unknown_request});
}

net::Task<Response> show_request(Services& services, Exchange& exchange) {
  auto found = co_await find_request(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  co_return json_answer(request_json(std::get<merchant::RequestView>(found), services.public_url));
}

/// Asks for a change of the request that the path names, and answers with how it stands then.
template <class Change>
net::Task<Response> change_request(Services& services, Exchange& exchange, Change what) {
  auto found = co_await find_request(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& view = std::get<merchant::RequestView>(found);
  what.market = view.registry->market;
  what.id = view.request.id;
  auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  co_return json_answer(request_json(*asked.answer, services.public_url));
}

json::object codes_json(const merchant::PaymentRequest& request, const std::string& public_url) {
  const auto asks = request.asks();
  const auto path = public_url + "/pay/" + request.link();
  return {{"reference", asks.reference.text()},
          {"asks", asks.amount.count()},
          {"payload", payload_of(request)},
          {"memo", memo_of(request)},
          {"pay_url", path},
          {"qr_svg", path + "/qr.svg"},
          {"qr_png", path + "/qr.png"},
          {"expires_at", ledger::format_instant(asks.expires_at)}};
}

}  // namespace

std::string request_json(const merchant::RequestView& view, const std::string& public_url) {
  const auto& request = view.request;
  json::object object{{"id", request.id},
                      {"stall", request.stall.text()},
                      {"amount", request.amount.count()},
                      {"amount_received", request.received.count()},
                      {"amount_refunded", request.refunded.count()},
                      {"amount_missing", request.missing(view.status).count()},
                      {"amount_surplus", request.surplus().count()},
                      {"note", request.note},
                      {"status", status_name(view.status)},
                      {"created_at", ledger::format_instant(request.created_at)}};
  for (auto& [name, value] : codes_json(request, public_url)) object[name] = value;
  return json::serialize(object);
}

void add_request_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::post, "/v1/payment-requests", 8 * 1024,
              [&](Exchange& exchange) { return open_request(services, exchange, {}); }});
  router.add({Method::put, "/v1/payment-requests/{id}", 8 * 1024, [&](Exchange& exchange) {
                return open_request(services, exchange, std::string{exchange.param("id")});
              }});
  router.add({Method::get, "/v1/payment-requests/{id}", 0,
              [&](Exchange& exchange) { return show_request(services, exchange); }});
  router.add({Method::post, "/v1/payment-requests/{id}/cancel", 8 * 1024, [&](Exchange& exchange) {
                return change_request(services, exchange, merchant::CancelRequest{});
              }});
  router.add({Method::post, "/v1/payment-requests/{id}/rest", 8 * 1024, [&](Exchange& exchange) {
                return change_request(services, exchange,
                                      merchant::AskRest{{}, {}, services.request_lifetime});
              }});
}

}  // namespace chopay::api
