// GET and POST /v1/stalls/{stall}/consent: whether the board may see a stall's own figures.
#include <boost/json.hpp>

#include "gateway/api/agreement.hpp"
#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

constexpr ledger::Instant never{};

json::value instant_or_null(ledger::Instant at) {
  return at == never ? json::value{} : json::value(ledger::format_instant(at));
}

Response consent_answer(const merchant::Consent& consent) {
  return json_answer(json::serialize(
      json::object{{"stall", consent.stall.text()},
                   {"granted", consent.granted},
                   {"since", instant_or_null(consent.granted ? consent.granted_at : never)},
                   {"granted_at", instant_or_null(consent.granted_at)},
                   {"withdrawn_at", instant_or_null(consent.withdrawn_at)},
                   {"cash", consent.cash},
                   {"cash_since", instant_or_null(consent.cash_at)}}));
}

net::Task<Response> show_consent(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  const auto id = merchant::StallId::parse(exchange.param("stall"));
  if (!id) co_return problem_of(merchant::Error{merchant::Errc::unknown_stall});
  const auto* access = caller.allowed(Deed::see_consent, *id);
  if (!access) co_return no_access(caller);
  merchant::ShowRegistry what{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto* stall = (*asked.answer)->stall(*id);
  if (!stall) co_return problem_of(merchant::Error{merchant::Errc::unknown_stall, id->text()});
  co_return consent_answer(merchant::consent_of(*stall));
}

net::Task<Response> set_consent(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  const auto id = merchant::StallId::parse(exchange.param("stall"));
  if (!id) co_return problem_of(merchant::Error{merchant::Errc::unknown_stall});
  const auto* access = caller.allowed(Deed::give_consent, *id);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"granted", "cash"}};
  const bool granted = body.flag("granted");
  const auto refuse = granted ? refuse_agreement : refuse_unproved;
  if (auto refused = refuse(services, *access)) co_return std::move(*refused);
  const bool cash = body.has("cash") && body.flag("cash");
  if (cash && !granted) {
    body.note(
        merchant::Error{merchant::Errc::bad_json, "cash: only where the figures are granted"});
  }
  if (!body.good()) co_return problem_of(body.error());
  merchant::SetConsent what{access->market, *id, granted, actor(caller, *access), cash};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  co_return consent_answer(*asked.answer);
}

}  // namespace

void add_consent_routes(http::Router& router, Services& services) {
  using http::Method;
  const std::string path = "/v1/stalls/{stall}/consent";
  router.add(
      {Method::get, path, 0, [&](Exchange& exchange) { return show_consent(services, exchange); }});
  router.add({Method::post, path, 1024,
              [&](Exchange& exchange) { return set_consent(services, exchange); }});
}

}  // namespace chopay::api
