#include "gateway/app/board_routes.hpp"

#include "gateway/api/settlement_of.hpp"
#include "gateway/app/visitor.hpp"
#include "gateway/pages/month.hpp"
#include "gateway/pages/patrol.hpp"

namespace chopay::app {
namespace {

using api::Deed;
using api::Services;
using http::Exchange;
using http::Response;

constexpr std::int32_t days_shown = 31;

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
  co_return visitor.with_cookie(pages::month_page(days));
}

net::Task<Response> hall(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::see_settlement);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  const auto now = services.clock.now();
  auto asked =
      co_await api::settlement_of(services, exchange.loop(), *access, ledger::business_day_of(now));
  if (auto* refused = std::get_if<Response>(&asked)) co_return std::move(*refused);
  co_return visitor.with_cookie(pages::hall_page(std::get<merchant::Settlement>(asked), now));
}

net::Task<Response> patrol(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::patrol);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  co_return visitor.with_cookie(pages::patrol_page(!access->account.empty()));
}

}  // namespace

void add_board_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/board/month", 0,
              [&](Exchange& exchange) { return month(services, exchange); }});
  router.add({Method::get, "/board/patrol", 0,
              [&](Exchange& exchange) { return patrol(services, exchange); }});
  router.add(
      {Method::get, "/hall", 0, [&](Exchange& exchange) { return hall(services, exchange); }});
}

}  // namespace chopay::app
