// GET /v1/alarms: what somebody should look at, the newest first.
#include "gateway/api/alarms.hpp"

#include <boost/json.hpp>

#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/text_or_null.hpp"
#include "merchant/board_view.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

constexpr std::size_t alarms_shown_max = 100;

bool may_see(const Access& access, const merchant::Alarm& alarm,
             const merchant::Registry& registry) {
  if (!access.may(Deed::see_alarms, alarm.stall)) return false;
  if (!merchant::tells_of_sales(alarm.code) || alarm.stall.empty()) return true;
  return access.may(Deed::see_stall, alarm.stall) || merchant::board_sees(registry, alarm.stall);
}

json::object alarm_json(const merchant::Alarm& alarm) {
  const bool silence = merchant::is_silence(alarm.code);
  return {{"seq", ledger::number(alarm.seq)},
          {"at", ledger::format_instant(alarm.at)},
          {"code", merchant::alarm_name(alarm.code)},
          {"stall", text_or_null(alarm.stall.text())},
          {"source", text_or_null(alarm.source)},
          {"since", silence ? json::value(ledger::format_instant(alarm.since)) : json::value{}},
          {"earlier", alarm.earlier == ledger::Seq{} ? json::value{}
                                                     : json::value(ledger::number(alarm.earlier))},
          {"missed", silence ? json::value(alarm.missed) : json::value{}}};
}

net::Task<Response> show_alarms(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  const Access* seeing = nullptr;
  for (const auto& access : caller.accesses()) {
    if (access.may(Deed::see_alarms, access.stall)) seeing = &access;
  }
  if (!seeing) co_return no_access(caller);
  merchant::ShowAlarms what{seeing->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  json::array rows;
  for (const auto& alarm : visible_alarms(*seeing, *asked.answer, alarms_shown_max)) {
    rows.push_back(alarm_json(alarm));
  }
  co_return json_answer(json::serialize(
      json::object{{"market", seeing->market.text()}, {"alarms", std::move(rows)}}));
}

}  // namespace

std::vector<merchant::Alarm> visible_alarms(const Access& access, const merchant::Alarms& alarms,
                                            std::size_t most) {
  std::vector<merchant::Alarm> visible;
  const auto& newest = alarms.newest;
  for (auto alarm = newest.rbegin(); alarm != newest.rend() && visible.size() < most; ++alarm) {
    if (may_see(access, *alarm, *alarms.registry)) visible.push_back(*alarm);
  }
  return visible;
}

void add_alarm_routes(http::Router& router, Services& services) {
  router.add({http::Method::get, "/v1/alarms", 0,
              [&](Exchange& exchange) { return show_alarms(services, exchange); }});
}

}  // namespace chopay::api
