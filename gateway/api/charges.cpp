// The board's charges: prices, the month's bills, cash and its hand-over, money that named no
// stall.
#include <boost/json.hpp>

#include <utility>

#include "gateway/api/asked.hpp"
#include "gateway/api/charge_json.hpp"
#include "gateway/api/codes.hpp"
#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "merchant/charges/charge_report.hpp"

namespace chopay::api {
namespace {

namespace charges = merchant::charges;
namespace json = boost::json;
using http::Exchange;
using http::Response;

/// What people call whoever has the access; empty for a key without a name.
std::string name_of(const Access& access) {
  return access.name.empty() ? access.account : access.name;
}

net::Task<Response> set_tariff(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"tariff", "name", "by_area", "price", "zone", "from"}};
  charges::Tariff tariff{body.text("tariff"),  body.text("name"),
                         body.flag("by_area"), ledger::Dong{body.whole_number("price")},
                         body.text("zone"),    {}};
  const auto from = charges::parse_charge_month(body.text("from"));
  if (!body.good()) co_return problem_of(body.error());
  if (!from) co_return problem_of(from.error());
  tariff.from = *from;
  charges::SetTariff what{access->market, {std::move(tariff), actor(caller, *access)}};
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  co_return json_answer("{}", 201);
}

/// Bills in as many entries as it takes; a try that broke off is gone on with by the next.
net::Task<Response> open_month(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  const auto month = charges::parse_charge_month(exchange.param("month"));
  if (!month) co_return problem_of(month.error());
  charges::Billed all;
  do {
    charges::BillStalls what{access->market, *month, actor(caller, *access)};
    auto answer = co_await asked(services, exchange, what);
    if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
    const auto& billed = *std::get<charges::BillStalls::Answer>(answer);
    all.stalls += billed.stalls;
    all.sum += billed.sum;
    all.more = billed.more;
  } while (all.more);
  co_return json_answer(json::serialize(json::object{
      {"month", charges::month_text(*month)}, {"stalls", all.stalls}, {"sum", all.sum.count()}}));
}

net::Task<Response> close_month(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  const auto month = charges::parse_charge_month(exchange.param("month"));
  if (!month) co_return problem_of(month.error());
  charges::CloseCharges what{access->market, *month, actor(caller, *access)};
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  co_return json_answer("{}");
}

template <class Command>
net::Task<Response> change_owed(Services& services, Exchange& exchange, Command command) {
  auto answer = co_await asked(services, exchange, command);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& state = *std::get<typename Command::Answer>(answer);
  co_return json_answer(json::serialize(json::object{{"stall", state.stall.text()},
                                                     {"entry", ledger::number(state.seq)},
                                                     {"owed", state.owed.count()}}),
                        201);
}

net::Task<Response> collect(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::collect_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"stall", "amount", "id"}};
  charges::CollectCharge what{
      access->market,  body.stall("stall"),    ledger::Dong{body.whole_number("amount")},
      body.text("id"), actor(caller, *access), name_of(*access)};
  if (!body.good()) co_return problem_of(body.error());
  co_return co_await change_owed(services, exchange, std::move(what));
}

net::Task<Response> waive(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"stall", "amount", "why"}};
  charges::WaiveCharge what{access->market, body.stall("stall"),
                            ledger::Dong{body.whole_number("amount")}, body.text("why"),
                            actor(caller, *access)};
  if (!body.good()) co_return problem_of(body.error());
  co_return co_await change_owed(services, exchange, std::move(what));
}

net::Task<Response> hand_over(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::collect_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"amount"}};
  charges::HandOverCash what{access->market, ledger::Dong{body.whole_number("amount")},
                             actor(caller, *access), name_of(*access)};
  if (!body.good()) co_return problem_of(body.error());
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& one = *std::get<charges::HandOverCash::Answer>(answer);
  co_return json_answer(json::serialize(charge_json(one)), 201);
}

net::Task<Response> confirm(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"counted"}};
  charges::ConfirmHandOver what{access->market, seq_param(exchange, "entry"),
                                ledger::Dong{body.whole_number("counted")}, actor(caller, *access),
                                name_of(*access)};
  if (!body.good()) co_return problem_of(body.error());
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& one = *std::get<charges::ConfirmHandOver::Answer>(answer);
  co_return json_answer(json::serialize(charge_json(one)));
}

net::Task<Response> name_money(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"stall", "amount"}};
  charges::NameMoney what{access->market, seq_param(exchange, "entry"), body.stall("stall"),
                          ledger::Dong{body.whole_number("amount")}, actor(caller, *access)};
  if (!body.good()) co_return problem_of(body.error());
  co_return co_await change_owed(services, exchange, std::move(what));
}

net::Task<Response> take_back_name(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  charges::TakeBackName what{access->market, seq_param(exchange, "entry"),
                             seq_param(exchange, "part"), actor(caller, *access)};
  co_return co_await change_owed(services, exchange, std::move(what));
}

net::Task<Response> show_stall(Services& services, Exchange& exchange, bool drawn) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  const auto stall = merchant::StallId::parse(exchange.param("stall"));
  if (!stall) co_return problem_of(merchant::Error{merchant::Errc::unknown_stall});
  const auto* access = caller.allowed(Deed::see_charges, *stall);
  if (!access) co_return no_access(caller);
  charges::ShowOwed what{access->market, *stall};
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& owed = *std::get<charges::ShowOwed::Answer>(answer);
  const auto payload = charge_payload(owed, *stall);
  if (drawn) {
    if (payload.empty()) co_return problem_of(merchant::Error{merchant::Errc::nothing_owed});
    co_return svg_answer(services.drawings, payload);
  }
  co_return json_answer(json::serialize(json::object{
      {"stall", stall->text()},
      {"month", owed.month ? json::value(charges::month_text(*owed.month)) : json::value{}},
      {"owed", owed.owed.count()},
      {"payload", payload.empty() ? json::value{} : json::value(payload)}}));
}

}  // namespace

void add_charge_routes(http::Router& router, Services& services) {
  using http::Method;
  const auto post = [&](const char* path, auto handler) {
    router.add({Method::post, path, 2048,
                [&services, handler](Exchange& exchange) { return handler(services, exchange); }});
  };
  post("/v1/charges/tariffs", set_tariff);
  post("/v1/charges/months/{month}/open", open_month);
  post("/v1/charges/months/{month}/close", close_month);
  post("/v1/charges/payments", collect);
  post("/v1/charges/waivers", waive);
  post("/v1/charges/hand-overs", hand_over);
  post("/v1/charges/hand-overs/{entry}/confirm", confirm);
  post("/v1/charges/unnamed/{entry}/parts", name_money);
  post("/v1/charges/unnamed/{entry}/parts/{part}/take-back", take_back_name);
  router.add({Method::get, "/v1/stalls/{stall}/charge", 0,
              [&](Exchange& exchange) { return show_stall(services, exchange, false); }});
  router.add({Method::get, "/v1/stalls/{stall}/charge.svg", 0,
              [&](Exchange& exchange) { return show_stall(services, exchange, true); }});
  add_charge_paper_routes(router, services);
  add_charge_reminder_routes(router, services);
}

}  // namespace chopay::api
