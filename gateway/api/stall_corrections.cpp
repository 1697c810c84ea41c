// POST /v1/stalls/{stall}/correction: what is registered otherwise of a stall from now on; and POST
// /v1/market/correction, /v1/zones/{zone}/correction: what the market or a zone is called, and by
// whom the market's board is reached.
#include "gateway/api/asked.hpp"
#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "merchant/registered_market.hpp"

namespace chopay::api {
namespace {

using http::Exchange;
using http::Response;

std::optional<std::string> text_if(JsonBody& body, std::string_view name) {
  return body.has(name) ? std::optional{body.text(name)} : std::nullopt;
}

void read_correction(JsonBody& body, merchant::CorrectStall& what) {
  auto& correction = what.correction;
  correction.zone = text_if(body, "zone");
  correction.name = text_if(body, "name");
  correction.trade = text_if(body, "trade");
  correction.household = text_if(body, "household");
  if (body.has("area_dm2")) correction.area_dm2 = body.whole_number("area_dm2");
  if (!body.has("details")) return;
  auto details = body.object("details", {"tax_code", "phone"});
  what.details = merchant::HouseholdDetails{details.text("tax_code"), details.text("phone")};
  if (!details.good()) body.note(details.error());
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

/// 204 once it is registered so.
template <class Correction>
net::Task<Response> correct(Services& services, Exchange& exchange, const JsonBody& body,
                            Correction& what) {
  if (!body.good()) co_return problem_of(body.error());
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  co_return no_content();
}

net::Task<Response> correct_stall(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  const auto id = merchant::StallId::parse(exchange.param("stall"));
  if (!id) co_return problem_of(merchant::Error{merchant::Errc::unknown_stall});
  const auto* access = caller.allowed(Deed::correct_registry, *id);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body,
                {"zone", "name", "trade", "household", "area_dm2", "details"}};
  merchant::CorrectStall what{access->market, *id, {}, {}, actor(caller, *access)};
  read_correction(body, what);
  co_return co_await correct(services, exchange, body, what);
}

/// Leaves the contact out of what is corrected where it is registered so: only the log's readers
/// see what lies beside it, the rules do not. False where nobody could look.
net::Task<bool> leave_same_contact(Services& services, net::Loop& loop,
                                   merchant::CorrectName& what) {
  merchant::ShowRegistry which{what.market};
  const auto asked = co_await services.lane.ask(loop, which);
  if (asked.state != LaneState::answered || !asked.answer) co_return false;
  const auto& registry = **asked.answer;
  co_return co_await services.readers.run(loop, [&](ledger::Reader& reader) {
    if (merchant::read_contact(reader, registry) == *what.contact) what.contact.reset();
  });
}

/// The name of the market and its board's contact, or the name of the zone that the path names.
net::Task<Response> correct_name(Services& services, Exchange& exchange, std::string zone) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  const auto* access = caller.allowed(Deed::correct_registry);
  if (!access) co_return no_access(caller);
  const bool of_market = zone.empty();
  JsonBody body = of_market ? JsonBody{exchange.request().body, {"name", "contact"}}
                            : JsonBody{exchange.request().body, {"name"}};
  merchant::CorrectName what{access->market, {std::move(zone), {}}, actor(caller, *access)};
  if (of_market) what.contact = text_if(body, "contact");
  if (!what.contact || body.has("name")) {
    what.correction.name = body.text("name");
    if (what.correction.name.empty()) body.note(merchant::Error{merchant::Errc::bad_text, "name"});
  }
  if (body.good() && what.contact) {
    const bool looked = co_await leave_same_contact(services, exchange.loop(), what);
    if (!looked) co_return problem_of(LaneState::busy);
    if (!what.contact && what.correction.name.empty()) co_return no_content();
  }
  co_return co_await correct(services, exchange, body, what);
}

}  // namespace

void add_stall_correction_routes(http::Router& router, Services& services) {
  router.add({http::Method::post, "/v1/stalls/{stall}/correction", 4096,
              [&](Exchange& exchange) { return correct_stall(services, exchange); }});
  router.add({http::Method::post, "/v1/market/correction", 1024,
              [&](Exchange& exchange) { return correct_name(services, exchange, {}); }});
  router.add({http::Method::post, "/v1/zones/{zone}/correction", 1024, [&](Exchange& exchange) {
                return correct_name(services, exchange, std::string{exchange.param("zone")});
              }});
}

}  // namespace chopay::api
