// GET /v1/sources: which sources tell of money, and when each was last heard.
#include <boost/json.hpp>

#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

json::object source_json(const Services& services, const std::string& id, const Feeder& feeder) {
  const auto last = services.contacts.last(id);
  return {{"id", id},
          {"kind", feeder.adapter->kind},
          {"sandbox", feeder.sandbox},
          {"callback_url", services.public_url + "/callbacks/" + id},
          {"heard_at", last ? json::value(ledger::format_instant(*last)) : json::value{}}};
}

/// Those of the caller's realm: play money's sources are nothing to a real market.
net::Task<Response> list_sources(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_sources);
  if (!access) co_return no_access(caller);
  merchant::ShowRegistry what{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  json::array rows;
  for (const auto& [id, feeder] : services.feeders) {
    if (feeder.sandbox == (*asked.answer)->sandbox)
      rows.push_back(source_json(services, id, feeder));
  }
  co_return json_answer(json::serialize(json::object{{"sources", std::move(rows)}}));
}

}  // namespace

void add_source_routes(http::Router& router, Services& services) {
  router.add({http::Method::get, "/v1/sources", 0,
              [&](Exchange& exchange) { return list_sources(services, exchange); }});
}

}  // namespace chopay::api
