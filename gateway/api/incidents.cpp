// GET /v1/incidents/{period}: BC-07, as JSON and with .csv, .xlsx or .pdf behind it.
#include "merchant/report/incidents.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/settlement_documents.hpp"
#include "gateway/api/worker_pool.hpp"
#include "gateway/bank/kept_message.hpp"
#include "gateway/http/query.hpp"
#include "merchant/report/formats.hpp"

namespace chopay::api {
namespace {

namespace report = merchant::report;
using http::Exchange;
using http::Response;

constexpr std::size_t incidents_waiting_max = 4;

struct IncidentWish {
  report::Period period;
  report::FormatForm form = report::format_forms.front();
};

/// "2026-11-24", "2026-11.pdf".
std::variant<IncidentWish, Response> incident_wish(const Exchange& exchange) {
  IncidentWish wish;
  auto text = exchange.param("period");
  const auto point = text.rfind('.');
  if (point != std::string_view::npos && (point == 0 || text[point - 1] != '.')) {
    const auto form = report::format_named(text.substr(point + 1));
    if (!form) return bad_request("bad_format", "there are .json, .csv, .xlsx and .pdf");
    wish.form = *form;
    text = text.substr(0, point);
  }
  const auto period = report::parse_period(text);
  if (!period) return problem_of(period.error());
  if (period->days() > report::incident_days_max) {
    return bad_request("bad_date", "incidents are of 31 days at most");
  }
  wish.period = *period;
  const auto query = http::parse_query(exchange.request().query, {"separator"});
  if (!query) return bad_request("bad_query", query.error().message());
  if (!take_separator(*query, wish.form)) return bad_separator();
  return wish;
}

/// What is beside the log and may be seen: sticker checks by who may patrol, messages that were
/// kept aside by who runs the sources.
report::BesideTheLog beside_the_log(ledger::Reader& reader, const Access& access) {
  report::BesideTheLog beside{access.may(Deed::patrol, {}), {}};
  if (access.may(Deed::run_sources, {})) beside.kept_aside = bank::kept_aside(reader);
  return beside;
}

net::Task<Response> show_incidents(WorkerPool& pool, Services& services, Exchange& exchange) {
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
  std::optional<report::Incidents> incidents;
  ReaderPool::Work reading = [&](ledger::Reader& reader) {
    incidents = report::read_incidents(reader, *asking.answer, wish.period,
                                       beside_the_log(reader, *access));
  };
  if (!co_await services.readers.run(exchange.loop(), std::move(reading))) {
    co_return problem_of(LaneState::busy);
  }
  if (!access->may(Deed::see_every_stall, {})) {
    incidents = report::board_view(std::move(*incidents));
  }
  std::optional<merchant::Result<std::string>> bytes;
  std::string name;
  WorkerPool::Work drawing = [&](std::size_t) {
    const auto made = report::incident_report(*incidents);
    name = made.file_name;
    bytes = report::render(made, wish.form);
  };
  if (!co_await pool.run(exchange.loop(), std::move(drawing)))
    co_return problem_of(LaneState::busy);
  if (!*bytes) co_return problem_of(bytes->error());
  co_return document_answer(std::move(**bytes), wish.form, name);
}

}  // namespace

void add_incident_routes(http::Router& router, Services& services) {
  const auto pool = std::make_shared<WorkerPool>(1, incidents_waiting_max);
  router.add(
      {http::Method::get, "/v1/incidents/{period}", 0, [pool, &services](Exchange& exchange) {
         return show_incidents(*pool, services, exchange);
       }});
}

}  // namespace chopay::api
