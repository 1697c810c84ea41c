// GET /v1/settlements/{date} and /v1/settlements/{date}.csv
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/settlement_of.hpp"
#include "merchant/board_view.hpp"
#include "merchant/settlement.hpp"

namespace chopay::api {
namespace {

using http::Exchange;
using http::Response;

net::Task<Response> show_settlement(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_settlement);
  if (!access) co_return no_access(caller);
  static constexpr std::string_view csv_ending = ".csv";
  auto date_text = exchange.param("date");
  const bool csv = date_text.ends_with(csv_ending);
  if (csv) date_text.remove_suffix(csv_ending.size());
  const auto date = ledger::parse_business_day(date_text);
  if (!date) co_return bad_request("bad_date", "a date has the form 2026-11-24");
  const auto market = access->market;
  auto found = co_await settlement_of(services, exchange.loop(), *access, *date);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& settlement = std::get<merchant::Settlement>(found);
  if (!csv) co_return json_answer(merchant::to_json(settlement));
  Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.body = merchant::to_csv(settlement);
  response.headers.add("Content-Disposition", "attachment; filename=\"BC01_" + market.text() + "_" +
                                                  to_string(*date) + ".csv\"");
  co_return response;
}

}  // namespace

net::Task<std::variant<merchant::Settlement, Response>> settlement_of(Services& services,
                                                                      net::Loop& loop,
                                                                      Access access,
                                                                      ledger::BusinessDay date) {
  const auto market = access.market;
  merchant::ShowRegistry what{market};
  auto asked = co_await services.lane.ask(loop, what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto registry = std::move(*asked.answer);
  std::optional<merchant::Settlement> settlement;
  const bool read = co_await services.readers.run(loop, [&](ledger::Reader& reader) {
    settlement = merchant::settle(*registry, date, reader.day_totals(market, date));
  });
  if (!read) co_return problem_of(LaneState::busy);
  if (access.may(Deed::see_every_stall, {})) co_return std::move(*settlement);
  auto view = merchant::board_view(std::move(*settlement), *registry);
  if (access.role == Role::ward) {
    for (auto& zone : view.zones) zone.stalls.clear();
  }
  co_return view;
}

void add_settlement_routes(http::Router& router, Services& services) {
  router.add({http::Method::get, "/v1/settlements/{date}", 0,
              [&](Exchange& exchange) { return show_settlement(services, exchange); }});
}

}  // namespace chopay::api
