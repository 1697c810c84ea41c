// GET /v1/settlements/{period} as JSON, and with .json, .csv, .xlsx or .pdf behind it.
#include <utility>

#include "gateway/api/problems.hpp"
#include "gateway/api/settlement_of.hpp"
#include "gateway/http/query.hpp"
#include "merchant/board_view.hpp"
#include "merchant/settlement.hpp"

namespace chopay::api {
namespace {

namespace report = merchant::report;
using http::Exchange;
using http::Response;

/// What the address names: "2026-11-24", "2026-11.pdf", "2026-11-01..2026-11-15.xlsx".
std::variant<DocumentWish, Response> wish_of(const Exchange& exchange) {
  const auto named = paper_named(exchange.param("date"));
  if (const auto* refused = std::get_if<Response>(&named)) return *refused;
  const auto& name = std::get<PaperName>(named);
  const auto period = report::parse_period(name.of);
  if (!period) {
    return bad_request("bad_date",
                       "a period is 2026-11-24, 2026-11, 2026-Q4 or 2026-11-01..2026-11-15, at "
                       "most 366 days");
  }
  DocumentWish wish{*period, report::By::stall, name.form};
  const auto query = http::parse_query(exchange.request().query, {"by", "separator"});
  if (!query) return bad_request("bad_query", query.error().message());
  const auto by = report::by_named(query->find("by").value_or("stall"));
  if (!by) return bad_request("bad_query", report::by_words);
  wish.by = *by;
  if (wish.period.days() > report::days_max(wish.by)) {
    return bad_request("bad_date", "by hour or adjustment: at most 31 days");
  }
  if (!take_separator(*query, wish.form)) return bad_separator();
  return wish;
}

/// A day by stall has JSON and CSV forms of its own, older than the reports.
bool is_plain_day(const DocumentWish& wish) {
  using namespace merchant::report;
  return wish.period.kind == Period::Kind::day && wish.by == By::stall &&
         (wish.form.format == Format::json || wish.form.format == Format::csv);
}

net::Task<Response> show_day(Services& services, net::Loop& loop, Access access,
                             DocumentWish wish) {
  const auto date = wish.period.from;
  auto found = co_await settlement_of(services, loop, access, date);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& settlement = std::get<merchant::Settlement>(found);
  if (wish.form.format == report::Format::json) {
    co_return json_answer(merchant::to_json(settlement));
  }
  Response response;
  response.content_type = wish.form.content_type;
  response.body = merchant::to_csv(settlement, wish.form.separator);
  response.headers.add(
      "Content-Disposition",
      "attachment; filename=\"BC01_" + access.market.text() + "_" + to_string(date) + ".csv\"");
  co_return response;
}

report::Figures seen_by(const Access& access, report::Figures figures) {
  if (access.may(Deed::see_every_stall, {})) return figures;
  auto view = report::board_view(std::move(figures));
  return access.role == Role::ward ? report::ward_view(std::move(view)) : view;
}

net::Task<Response> show_report(Services& services, net::Loop& loop, Access access,
                                DocumentWish wish) {
  merchant::ShowRegistry what{access.market};
  auto asked = co_await services.lane.ask(loop, what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  ReadReport read = [&](ledger::Reader& reader) {
    auto figures = report::read_figures_by(reader, *asked.answer, wish.period, wish.by);
    return report::settlement_report(seen_by(access, std::move(figures)), wish.by);
  };
  co_return co_await make_paper(services, loop, wish.form, std::move(read));
}

net::Task<Response> show_settlement(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_settlement);
  if (!access) co_return no_access(caller);
  auto wished = wish_of(exchange);
  if (auto* refused = std::get_if<Response>(&wished)) co_return std::move(*refused);
  const auto& wish = std::get<DocumentWish>(wished);
  co_return co_await settlement_document(services, exchange.loop(), *access, wish);
}

}  // namespace

net::Task<Response> settlement_document(Services& services, net::Loop& loop, Access access,
                                        DocumentWish wish) {
  if (is_plain_day(wish)) co_return co_await show_day(services, loop, access, wish);
  co_return co_await show_report(services, loop, access, wish);
}

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
              [&services](Exchange& exchange) { return show_settlement(services, exchange); },
              paper_max});
}

}  // namespace chopay::api
