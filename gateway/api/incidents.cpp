// GET /v1/incidents/{period}: BC-07, as JSON and with .csv, .xlsx or .pdf behind it.
#include "merchant/report/incidents.hpp"

#include <utility>

#include "gateway/api/papers.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/bank/kept_message.hpp"
#include "gateway/http/query.hpp"

namespace chopay::api {
namespace {

namespace report = merchant::report;
using http::Exchange;
using http::Response;

struct IncidentWish {
  report::Period period;
  report::FormatForm form = report::format_forms.front();
};

/// "2026-11-24", "2026-11.pdf".
std::variant<IncidentWish, Response> incident_wish(const Exchange& exchange) {
  const auto named = paper_named(exchange.param("period"));
  if (const auto* refused = std::get_if<Response>(&named)) return *refused;
  const auto& name = std::get<PaperName>(named);
  const auto period = report::parse_period(name.of);
  if (!period) return problem_of(period.error());
  if (period->days() > report::incident_days_max) {
    return bad_request("bad_date", "incidents are of 31 days at most");
  }
  IncidentWish wish{*period, name.form};
  const auto query = http::parse_query(exchange.request().query, {"separator"});
  if (!query) return bad_request("bad_query", query.error().message());
  if (!take_separator(*query, wish.form)) return bad_separator();
  return wish;
}

/// What is beside the log and may be seen: sticker checks by who may patrol, complaints by who may
/// note them, messages that were kept aside by who runs the sources.
report::BesideTheLog beside_the_log(ledger::Reader& reader, const Access& access) {
  report::BesideTheLog beside{access.may(Deed::patrol, {}), access.may(Deed::note_complaints, {})};
  if (access.may(Deed::run_sources, {})) beside.kept_aside = bank::kept_aside(reader);
  return beside;
}

net::Task<Response> show_incidents(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_alarms);
  if (!access || is_of_a_stall(access->role)) co_return no_access(caller);
  auto wished = incident_wish(exchange);
  if (auto* refused = std::get_if<Response>(&wished)) co_return std::move(*refused);
  const auto& wish = std::get<IncidentWish>(wished);
  merchant::ShowRegistry what{access->market};
  auto asking = co_await services.lane.ask(exchange.loop(), what);
  if (asking.state != LaneState::answered) co_return problem_of(asking.state);
  if (!asking.answer) co_return problem_of(asking.answer.error());
  ReadReport read = [&](ledger::Reader& reader) {
    auto incidents = report::read_incidents(reader, *asking.answer, wish.period,
                                            beside_the_log(reader, *access));
    if (!access->may(Deed::see_every_stall, {})) {
      incidents = report::board_view(std::move(incidents));
    }
    return report::incident_report(incidents);
  };
  co_return co_await make_paper(services, exchange.loop(), wish.form, std::move(read));
}

}  // namespace

void add_incident_routes(http::Router& router, Services& services) {
  router.add({http::Method::get, "/v1/incidents/{period}", 0,
              [&services](Exchange& exchange) { return show_incidents(services, exchange); },
              paper_max});
}

}  // namespace chopay::api
