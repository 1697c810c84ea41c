#include "gateway/app/board_routes.hpp"

#include "gateway/api/alarms.hpp"
#include "gateway/api/held_notices.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/settlement_of.hpp"
#include "gateway/app/language.hpp"
#include "gateway/app/visitor.hpp"
#include "gateway/pages/alarms.hpp"
#include "gateway/pages/month.hpp"
#include "gateway/pages/patrol.hpp"
#include "gateway/pages/reconcile.hpp"

namespace chopay::app {
namespace {

using api::Deed;
using api::Services;
using http::Exchange;
using http::Response;

constexpr std::int32_t days_shown = 31;
constexpr std::size_t alarms_shown = 50;

net::Task<Response> month(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* found = visitor.caller.allowed(Deed::see_settlement);
  if (!found) co_return turned_away(visitor.caller, "/sign-in");
  const auto access = *found;
  const auto today = ledger::business_day_of(services.clock.now()).days();
  std::vector<merchant::Settlement> days;
  for (auto day = today - days_shown + 1; day <= today; ++day) {
    auto asked = co_await api::settlement_of(services, exchange.loop(), access,
                                             ledger::BusinessDay::from_days(day));
    if (auto* refused = std::get_if<Response>(&asked)) co_return std::move(*refused);
    auto& settlement = std::get<merchant::Settlement>(asked);
    settlement.zones.clear();  // the sums alone: a month of stalls would be much memory
    days.push_back(std::move(settlement));
  }
  co_return visitor.with_cookie(pages::month_page(days, language_of(exchange.request())));
}

net::Task<Response> hall(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::see_settlement);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  const auto now = services.clock.now();
  auto asked =
      co_await api::settlement_of(services, exchange.loop(), *access, ledger::business_day_of(now));
  if (auto* refused = std::get_if<Response>(&asked)) co_return std::move(*refused);
  co_return visitor.with_cookie(pages::hall_page(std::get<merchant::Settlement>(asked), now,
                                                 language_of(exchange.request())));
}

net::Task<Response> patrol(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::patrol);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  co_return visitor.with_cookie(
      pages::patrol_page(!access->account.empty(), language_of(exchange.request())));
}

/// What may be settled by this visitor, and how much else waits.
void look_at_held(pages::AlarmsLook& look, const api::Access& access,
                  const merchant::HeldList& list) {
  auto& held = look.held.emplace();
  for (const auto& one : api::visible_held(access, list)) {
    held.push_back({one, api::stalls_of(one.notice, *list.registry)});
  }
  look.hidden = list.waiting.size() - held.size();
}

net::Task<Response> alarms(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::see_registry);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  merchant::ShowAlarms newest{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), newest);
  if (asked.state != api::LaneState::answered) co_return api::problem_of(asked.state);
  if (!asked.answer) co_return api::problem_of(asked.answer.error());
  pages::AlarmsLook look;
  look.alarms = api::visible_alarms(*access, *asked.answer, alarms_shown);
  look.signed_in = !access->account.empty();
  look.language = language_of(exchange.request());
  if (access->may(Deed::explain_credits, {})) {
    merchant::ShowHeldNotices waiting{access->market};
    const auto held = co_await services.lane.ask(exchange.loop(), waiting);
    if (held.state != api::LaneState::answered) co_return api::problem_of(held.state);
    if (!held.answer) co_return api::problem_of(held.answer.error());
    look_at_held(look, *access, *held.answer);
  }
  co_return visitor.with_cookie(pages::alarms_page(*asked.answer->registry, look));
}

net::Task<Response> reconcile(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::explain_credits);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  auto found = co_await registry_of(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const pages::RegistryLook look{true, !access->account.empty(), language_of(exchange.request())};
  const auto today = ledger::business_day_of(services.clock.now());
  co_return visitor.with_cookie(
      pages::reconcile_page(*std::get<SharedRegistry>(found), today, look));
}

}  // namespace

void add_board_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/board/month", 0,
              [&](Exchange& exchange) { return month(services, exchange); }});
  router.add({Method::get, "/board/patrol", 0,
              [&](Exchange& exchange) { return patrol(services, exchange); }});
  router.add({Method::get, "/board/alarms", 0,
              [&](Exchange& exchange) { return alarms(services, exchange); }});
  router.add({Method::get, "/board/reconcile", 0,
              [&](Exchange& exchange) { return reconcile(services, exchange); }});
  router.add(
      {Method::get, "/hall", 0, [&](Exchange& exchange) { return hall(services, exchange); }});
}

}  // namespace chopay::app
