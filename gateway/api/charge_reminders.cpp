// GET /v1/charges: how the charges stand. GET and POST /v1/charges/reminders: who owes, the code to
// send them, and when they were last reminded.
#include <boost/json.hpp>

#include <utility>

#include "gateway/api/asked.hpp"
#include "gateway/api/charge_json.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/vault_rows.hpp"
#include "merchant/charges/charge_report.hpp"

namespace chopay::api {
namespace {

namespace charges = merchant::charges;
namespace json = boost::json;
using http::Exchange;
using http::Response;

net::Task<Response> show_overview(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_charges);
  if (!access || is_of_a_stall(access->role)) co_return no_access(caller);
  charges::ShowCharges what{access->market, charges::ChargesPart::overview, {}};
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& shown = *std::get<charges::ShowCharges::Answer>(answer);
  co_return json_answer(json::serialize(charge_json(shown)));
}

json::array debtors(const charges::Charges& shown, const charges::RemindedAt& reminded) {
  json::array rows;
  for (const auto& zone : shown.registry->zones) {
    for (const auto* stall : shown.registry->stalls_of(zone.id)) {
      const auto debt = shown.debts.find(stall->id);
      if (debt == shown.debts.end()) continue;
      const auto payload =
          charges::charge_payload({shown.registry, debt->second.all, shown.newest}, stall->id);
      const auto at = reminded.find(stall->id);
      rows.push_back({{"stall", stall->id.text()},
                      {"household", stall->household},
                      {"zone", zone.name},
                      {"owed", debt->second.all.count()},
                      {"before", (debt->second.recent + debt->second.old).count()},
                      {"payload", payload.empty() ? json::value{} : json::value(payload)},
                      {"reminded_at", at == reminded.end()
                                          ? json::value{}
                                          : json::value(ledger::format_instant(at->second))}});
    }
  }
  return rows;
}

net::Task<Response> list_debtors(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_charges);
  if (!access || is_of_a_stall(access->role)) co_return no_access(caller);
  charges::ShowCharges what{access->market, charges::ChargesPart::debts, {}};
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& shown = *std::get<charges::ShowCharges::Answer>(answer);
  charges::RemindedAt reminded;
  ReaderPool::Work reading = [&](ledger::Reader& reader) {
    reminded = charges::reminded_at(reader, access->market);
  };
  if (!co_await services.readers.run(exchange.loop(), std::move(reading))) {
    co_return problem_of(LaneState::busy);
  }
  co_return json_answer(json::serialize(json::object{{"debtors", debtors(shown, reminded)}}));
}

/// Notes that a stall was reminded; sends nothing.
net::Task<Response> note_reminder(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::collect_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"stall"}};
  const auto stall = body.stall("stall");
  charges::ShowOwed what{access->market, stall};
  if (!body.good()) co_return problem_of(body.error());
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  if (std::get<charges::ShowOwed::Answer>(answer)->owed <= ledger::Dong{}) {
    co_return problem_of(merchant::Error{merchant::Errc::nothing_owed});
  }
  const auto at = services.clock.now();
  std::vector<ledger::VaultChange> rows{charges::reminder_row(access->market, stall, at)};
  const auto kept = co_await keep_rows(services, exchange.loop(), std::move(rows));
  if (kept != LaneState::answered) co_return problem_of(kept);
  co_return json_answer(json::serialize(json::object{{"stall", stall.text()},
                                                     {"reminded_at", ledger::format_instant(at)}}),
                        201);
}

}  // namespace

void add_charge_reminder_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/v1/charges", 0,
              [&](Exchange& exchange) { return show_overview(services, exchange); }});
  router.add({Method::get, "/v1/charges/reminders", 0,
              [&](Exchange& exchange) { return list_debtors(services, exchange); }});
  router.add({Method::post, "/v1/charges/reminders", 256,
              [&](Exchange& exchange) { return note_reminder(services, exchange); }});
}

}  // namespace chopay::api
