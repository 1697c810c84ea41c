// POST /v1/days/{date}/close, GET /v1/reconciliations/{period}, also as .csv, .xlsx and .pdf
#include <boost/json.hpp>

#include <optional>
#include <utility>
#include <vector>

#include "gateway/api/credit_answer.hpp"
#include "gateway/api/papers.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/http/query.hpp"
#include "merchant/board_view.hpp"
#include "merchant/read_reconciliation.hpp"
#include "merchant/report/frame.hpp"
#include "merchant/report/reconciliation_report.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
namespace report = merchant::report;
using http::Exchange;
using http::Response;

net::Task<Response> close_day(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::close_day);
  if (!access) co_return no_access(caller);
  const auto date = ledger::parse_business_day(exchange.param("date"));
  if (!date) co_return bad_request("bad_date", "a date has the form 2026-11-24");
  merchant::CloseDay what{access->market, *date, actor(caller, *access)};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  co_return json_answer(json::serialize(
      json::object{{"date", to_string(asked.answer->date)}, {"closed", asked.answer->closed}}));
}

/// "2026-11-24", "2026-11.pdf".
struct ReconciliationWish {
  report::Period period;
  report::FormatForm form = report::format_forms.front();

  bool is_day() const { return period.kind == report::Period::Kind::day; }
};

std::variant<ReconciliationWish, Response> reconciliation_wish(const Exchange& exchange) {
  const auto named = paper_named(exchange.param("date"));
  if (const auto* refused = std::get_if<Response>(&named)) return *refused;
  const auto& name = std::get<PaperName>(named);
  const auto period = report::parse_period(name.of);
  if (!period) return bad_request("bad_date", "a period is 2026-11-24, 2026-11 or FROM..TO");
  if (period->days() > merchant::reconciled_days_max) {
    return bad_request("bad_date", "a reconciliation is of 31 days at most");
  }
  ReconciliationWish wish{*period, name.form};
  const auto query = http::parse_query(exchange.request().query, {"separator"});
  if (!query) return bad_request("bad_query", query.error().message());
  if (!take_separator(*query, wish.form)) return bad_separator();
  return wish;
}

using DayStates = std::vector<merchant::DayState>;

/// The state of each day of the period. A question a day: none holds up the lane for long.
net::Task<std::variant<DayStates, Response>> day_states(Services& services, net::Loop& loop,
                                                        merchant::MarketId market,
                                                        report::Period period) {
  DayStates states;
  for (auto day = period.from.days(); day <= period.to.days(); ++day) {
    merchant::ShowDay what{market, ledger::BusinessDay::from_days(day)};
    auto asked = co_await services.lane.ask(loop, what);
    if (asked.state != LaneState::answered) co_return problem_of(asked.state);
    if (!asked.answer) co_return problem_of(asked.answer.error());
    states.push_back(std::move(*asked.answer));
  }
  co_return states;
}

/// As the access may see them.
std::vector<merchant::Reconciliation> seen_by(const Access& access,
                                              const merchant::Registry& registry,
                                              std::vector<merchant::Reconciliation> days) {
  if (access.may(Deed::see_every_stall, {})) return days;
  for (auto& day : days) day = merchant::board_view(std::move(day), registry);
  return days;
}

/// A day's JSON is older than the report, and says more.
net::Task<Response> plain_day(Services& services, net::Loop& loop, const Access& access,
                              const merchant::DayState& state) {
  std::string body;
  ReaderPool::Work reading = [&](ledger::Reader& reader) {
    const ledger::FrozenView view{reader};
    const auto days =
        seen_by(access, *state.registry, {merchant::read_reconciliation(reader, state)});
    body = merchant::to_json(days.front());
  };
  if (!co_await services.readers.run(loop, std::move(reading))) {
    co_return problem_of(LaneState::busy);
  }
  co_return json_answer(std::move(body));
}

net::Task<Response> reconcile(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_reconciliation);
  if (!access) co_return no_access(caller);
  auto wished = reconciliation_wish(exchange);
  if (auto* refused = std::get_if<Response>(&wished)) co_return std::move(*refused);
  const auto wish = std::get<ReconciliationWish>(wished);
  auto found = co_await day_states(services, exchange.loop(), access->market, wish.period);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& states = std::get<DayStates>(found);
  if (wish.is_day() && wish.form.format == report::Format::json) {
    co_return co_await plain_day(services, exchange.loop(), *access, states.front());
  }
  ReadReport read = [&](ledger::Reader& reader) {
    // A month's bookings may take longer to read than a view may be held.
    std::optional<ledger::FrozenView> view;
    if (wish.is_day()) view.emplace(reader);
    const auto& registry = *states.back().registry;
    const auto days = seen_by(*access, registry, merchant::read_reconciliations(reader, states));
    const auto as_of = report::time_of(reader, registry.market, days.back().settlement.head);
    return report::reconciliation_report(days, wish.period, registry, as_of);
  };
  co_return co_await make_paper(services, exchange.loop(), wish.form, std::move(read));
}

}  // namespace

void add_day_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::post, "/v1/days/{date}/close", 1024,
              [&](Exchange& exchange) { return close_day(services, exchange); }});
  router.add({Method::get, "/v1/reconciliations/{date}", 0,
              [&](Exchange& exchange) { return reconcile(services, exchange); }, paper_max});
}

}  // namespace chopay::api
