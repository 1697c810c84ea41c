// GET /pay/{id}/qr.svg, …/qr.png, …/events: what the shopper's page needs, open to whoever has the
// link (its id cannot be guessed).
#include <boost/json.hpp>

#include "gateway/api/codes.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/http/query.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::EventSink;
using http::Exchange;
using http::Response;

net::Task<Asked<merchant::FindRequest::Answer>> find(Services& services, Exchange& exchange) {
  merchant::FindRequest what{std::string{exchange.param("id")}};
  co_return co_await services.lane.ask(exchange.loop(), what);
}

net::Task<Response> pay_code(Services& services, Exchange& exchange, bool png) {
  const auto asked = co_await find(services, exchange);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto payload = payload_of(asked.answer->request);
  if (!png) co_return svg_answer(services.drawings, payload);
  const auto query = http::parse_query(exchange.request().query, {"px"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  co_return png_answer(services.drawings, payload, query->get("px"));
}

std::string status_json(const merchant::RequestView& view) {
  return json::serialize(json::object{{"status", status_name(view.status)},
                                      {"amount", view.request.amount.count()},
                                      {"amount_received", view.request.received.count()}});
}

/// Sends the request's status now and whenever something at its stall has changed it. A cursor is
/// not needed: the status is the sum of all that happened, so a client that was away misses
/// nothing.
net::Task<void> follow_request(Services& services, Topic topic, std::string request,
                               EventSink& sink) {
  const auto news = services.feed.follow(topic);
  std::string sent;
  while (!sink.gone()) {
    auto seen = sink.version(*news);
    const auto newest = services.feed.newest(topic.market);
    merchant::FindRequest what{request};
    const auto asked = co_await services.lane.ask(sink.loop(), what);
    if (asked.state != LaneState::answered || !asked.answer) co_return;
    auto status = status_json(*asked.answer);
    if (status != sent) {
      const auto id = topic.market.text() + ':' + std::to_string(ledger::number(newest));
      if (!co_await sink.send(id, "status", status)) co_return;
      sent = std::move(status);
    }
    if (co_await sink.wait(*news, seen, heartbeat) == EventSink::Wake::quiet) {
      if (!co_await sink.comment()) co_return;
    }
  }
}

net::Task<Response> pay_events(Services& services, Exchange& exchange) {
  const auto asked = co_await find(services, exchange);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto& view = *asked.answer;
  Response response;
  response.stream =
      http::event_source([&services, topic = Topic{view.registry->market, view.request.stall},
                          request = view.request.link()](EventSink& sink) {
        return follow_request(services, topic, request, sink);
      });
  co_return response;
}

}  // namespace

void add_pay_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/pay/{id}/qr.svg", 0,
              [&](Exchange& exchange) { return pay_code(services, exchange, false); }});
  router.add({Method::get, "/pay/{id}/qr.png", 0,
              [&](Exchange& exchange) { return pay_code(services, exchange, true); }});
  router.add({Method::get, "/pay/{id}/events", 0,
              [&](Exchange& exchange) { return pay_events(services, exchange); }});
}

}  // namespace chopay::api
