// GET /v1/payment-requests/{id}/bank-apps: links that open the shopper's own bank app. The id may
// be that of the pay link: like the shopper's page, this is open to whoever has it.
#include "qr/bank_apps.hpp"

#include <boost/json.hpp>

#include "gateway/api/codes.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

/// The holder's name of the account that the request asks to pay; empty if it has changed hands.
std::string holder_of(const merchant::RequestView& view) {
  const auto* stall = view.registry->stall(view.request.stall);
  return stall && stall->account == view.request.account ? stall->holder : std::string{};
}

std::string apps_json(const merchant::RequestView& view, const std::string& public_url) {
  const auto& request = view.request;
  const auto* bank = qr::BankDirectory::standard().find(request.account.bank);
  const auto memo = memo_of(request);
  const auto holder = holder_of(view);
  const auto back = public_url + "/pay/" + request.link();
  json::array apps;
  for (const auto& app : qr::bank_apps()) {
    if (!bank) break;  // the links name the payee's bank by its code: without one there are none
    const auto link = qr::bank_app_link(app, {bank->code, request.account.number,
                                              request.asks().amount.count(), memo, holder, back});
    if (!link) continue;
    apps.push_back(
        {{"app", app.app_id},
         {"name", app.name},
         {"bank", app.bank_bin.empty() ? json::value(nullptr) : json::value(app.bank_bin)},
         {"autofill", app.autofill},
         {"link", *link}});
  }
  return json::serialize(json::object{{"apps", std::move(apps)}});
}

/// Is there a code to be paid now: the request's own, or one for the rest?
bool waits_for_money(const merchant::RequestView& view, ledger::Instant now) {
  const auto& request = view.request;
  const bool asks_rest = view.status == merchant::RequestStatus::short_ && !request.rests.empty();
  return view.status == merchant::RequestStatus::pending ||
         (asks_rest && now < request.asks().expires_at);
}

/// The request of a link, or with a key the one that the market calls so.
net::Task<Asked<merchant::FindRequest::Answer>> named_request(Services& services,
                                                              Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  for (const auto& access : caller.accesses()) {
    merchant::FindRequest what{std::string{exchange.param("id")}, access.market};
    auto asked = co_await services.lane.ask(exchange.loop(), what);
    if (asked.state != LaneState::answered) co_return asked;
    if (asked.answer && access.may(Deed::sell, asked.answer->request.stall)) co_return asked;
  }
  merchant::FindRequest what{std::string{exchange.param("id")}};
  co_return co_await services.lane.ask(exchange.loop(), what);
}

net::Task<Response> bank_apps(Services& services, Exchange& exchange) {
  const auto asked = co_await named_request(services, exchange);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  // Nobody is led into paying a code that has ended.
  if (!waits_for_money(*asked.answer, services.clock.now())) {
    co_return problem_of(merchant::Error{merchant::Errc::not_pending});
  }
  co_return json_answer(apps_json(*asked.answer, services.public_url));
}

}  // namespace

void add_bank_app_routes(http::Router& router, Services& services) {
  router.add({http::Method::get, "/v1/payment-requests/{id}/bank-apps", 0,
              [&](Exchange& exchange) { return bank_apps(services, exchange); }});
}

}  // namespace chopay::api
