#include "gateway/app/page_routes.hpp"

#include <algorithm>

#include "gateway/api/codes.hpp"
#include "gateway/api/held_notices.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/settlement_of.hpp"
#include "gateway/app/language.hpp"
#include "gateway/app/source_page_routes.hpp"
#include "gateway/app/visitor.hpp"
#include "gateway/http/query.hpp"
#include "gateway/pages/absent.hpp"
#include "gateway/pages/assets.hpp"
#include "gateway/pages/board.hpp"
#include "gateway/pages/docs.hpp"
#include "gateway/pages/pay.hpp"
#include "gateway/pages/start.hpp"
#include "gateway/pages/sticker_check.hpp"
#include "gateway/pages/till.hpp"
#include "gateway/payos/way_back.hpp"
#include "merchant/stall_code.hpp"

namespace chopay::app {
namespace {

using api::Access;
using api::Deed;
using api::LaneState;
using api::Services;
using http::Exchange;
using http::Response;

net::Task<Response> till(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto id = merchant::StallId::parse(exchange.param("stall"));
  if (!id) co_return pages::not_found_page(language_of(exchange.request()));
  const auto* access = visitor.caller.allowed(Deed::sell, *id);
  if (!access) co_return turned_away(visitor.caller, {}, language_of(exchange.request()));
  merchant::ShowRegistry what{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered || !asked.answer)
    co_return pages::not_found_page(language_of(exchange.request()));
  const auto* stall = (*asked.answer)->stall(*id);
  if (!stall) co_return pages::not_found_page(language_of(exchange.request()));
  merchant::ShowPayeeChange change{access->market, *id};
  const auto waiting = co_await services.lane.ask(exchange.loop(), change);
  const bool waits = waiting.state == LaneState::answered && waiting.answer &&
                     waiting.answer->open() && access->may(Deed::change_payee, *id);
  co_return visitor.with_cookie(
      pages::till_page(**asked.answer, *stall,
                       {access->may(Deed::keep_keys, *id), services.request_lifetime, waits}));
}

net::Task<Response> till_worker() {
  co_return pages::till_worker();
}

net::Task<Response> till_manifest(const Exchange& exchange) {
  const auto id = merchant::StallId::parse(exchange.param("stall"));
  co_return id ? pages::till_manifest(*id) : pages::not_found_page(language_of(exchange.request()));
}

net::Task<Response> pay(Services& services, const payos::Accounts& shops, Exchange& exchange) {
  merchant::FindRequest what{std::string{exchange.param("id")}};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered || !asked.answer) {
    co_return pages::no_such_payment_page(language_of(exchange.request()));
  }
  const auto& view = *asked.answer;
  const auto payload = api::payload_of(view.request);
  const auto order = co_await payos::order_of(services, exchange.loop(), shops, view);
  const bool leads_back = order && payos::way_back(*order->shop, order->order, view.status);
  const pages::PayLook look{view.registry->sandbox,
                            services.clock.now(),
                            payload,
                            api::memo_of(view.request),
                            api::svg_answer(services.drawings, payload).body,
                            services.bank_app_links,
                            services.public_url,
                            order.has_value(),
                            leads_back,
                            language_of(exchange.request())};
  co_return pages::pay_page(view, look);
}

/// How many notices wait for this visitor's word.
net::Task<std::size_t> held_for(Services& services, net::Loop& loop, const Access& access) {
  if (!access.may(Deed::explain_credits, {})) co_return 0;
  merchant::ShowHeldNotices waiting{access.market};
  const auto asked = co_await services.lane.ask(loop, waiting);
  if (asked.state != LaneState::answered || !asked.answer) co_return 0;
  co_return api::visible_held(access, *asked.answer).size();
}

net::Task<Response> board(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::see_settlement);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  const auto now = services.clock.now();
  auto day = ledger::business_day_of(now);
  const auto query = http::parse_query(exchange.request().query);
  if (const auto text = query ? query->get("day") : std::string_view{}; !text.empty()) {
    const auto asked_day = ledger::parse_business_day(text);
    if (!asked_day) co_return pages::not_found_page(language_of(exchange.request()));
    day = *asked_day;
  }
  auto found = co_await api::settlement_of(services, exchange.loop(), *access, day);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  pages::BoardLook look{!access->account.empty(), {}, delays_to_show(services)};
  look.may_invite = access->may(Deed::keep_keys, {});
  look.may_reconcile = access->may(Deed::explain_credits, {});
  if (access->may(Deed::see_registry, {})) {
    merchant::ShowPayeeChanges waiting{access->market};
    const auto asked = co_await services.lane.ask(exchange.loop(), waiting);
    if (asked.state == LaneState::answered && asked.answer) {
      look.payee_changes = asked.answer->size();
    }
  }
  look.language = language_of(exchange.request());
  look.held = co_await held_for(services, exchange.loop(), *access);
  const auto feeders = services.feeders.now();
  for (const auto& [id, feeder] : *feeders) {
    if (feeder.sandbox == std::get<merchant::Settlement>(found).sandbox) {
      look.feeds.push_back({id, services.contacts.last(id)});
    }
  }
  co_return visitor.with_cookie(
      pages::board_page(std::get<merchant::Settlement>(found), now, look));
}

net::Task<Response> start(const Services& services, const Exchange& exchange) {
  const auto feeders = services.feeders.now();
  const bool sandbox = std::any_of(feeders->begin(), feeders->end(),
                                   [](const auto& feeder) { return feeder.second.sandbox; });
  co_return pages::start_page(sandbox, language_of(exchange.request()));
}

/// The address that stickers named before they had /s/{code}, and still the one of a stall.
net::Task<Response> sticker_check(Services& services, Exchange& exchange) {
  const auto market = merchant::MarketId::parse(exchange.param("market"));
  const auto id = merchant::StallId::parse(exchange.param("stall"));
  if (!market || !id) co_return pages::not_found_page(language_of(exchange.request()));
  merchant::ShowRegistry what{*market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered || !asked.answer)
    co_return pages::not_found_page(language_of(exchange.request()));
  const auto* stall = (*asked.answer)->stall(*id);
  if (!stall) co_return pages::not_found_page(language_of(exchange.request()));
  co_return pages::sticker_check_page(**asked.answer, *stall, {}, language_of(exchange.request()));
}

/// The address that is printed on a sticker: it also tells which issue it is of.
net::Task<Response> sticker(Services& services, Exchange& exchange) {
  const auto language = language_of(exchange.request());
  const auto name = merchant::StickerName::parse(exchange.param("code"));
  const auto memo =
      name ? std::optional{name->memo} : merchant::parse_reference(exchange.param("code"));
  if (!memo) co_return pages::no_such_sticker_page(language);
  merchant::FindStall what{*memo};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return api::problem_of(asked.state);
  if (!asked.answer) co_return pages::no_such_sticker_page(language);
  const auto& view = *asked.answer;
  const auto issue = name ? std::optional{name->issue} : std::nullopt;
  co_return pages::sticker_check_page(*view.registry, *view.registry->stall(view.stall), issue,
                                      language);
}

net::Task<Response> asset(Exchange& exchange) {
  auto response = pages::asset(exchange.param("file"));
  co_return response ? std::move(*response)
                     : pages::not_found_page(language_of(exchange.request()));
}

}  // namespace

void add_page_routes(http::Router& router, Services& services, const payos::Accounts& shops) {
  using http::Method;
  router.add({Method::get, "/", 0, [&](Exchange& exchange) { return start(services, exchange); }});
  // Made once: it follows from the program alone.
  router.add({Method::get, "/docs", 0,
              [page = pages::docs_page(api::api_description())](Exchange&) -> net::Task<Response> {
                co_return page;
              }});
  router.add({Method::get, "/till/{stall}", 0,
              [&](Exchange& exchange) { return till(services, exchange); }});
  router.add({Method::get, "/till/{stall}/app.webmanifest", 0,
              [](Exchange& exchange) { return till_manifest(exchange); }});
  router.add({Method::get, "/till-worker.js", 0, [](Exchange&) { return till_worker(); }});
  router.add({Method::get, "/pay/{id}", 0,
              [&](Exchange& exchange) { return pay(services, shops, exchange); }});
  router.add(
      {Method::get, "/board", 0, [&](Exchange& exchange) { return board(services, exchange); }});
  router.add({Method::get, "/t/{market}/{stall}", 0,
              [&](Exchange& exchange) { return sticker_check(services, exchange); }});
  router.add({Method::get, "/s/{code}", 0,
              [&](Exchange& exchange) { return sticker(services, exchange); }});
  router.add(
      {Method::get, "/assets/{file}", 0, [](Exchange& exchange) { return asset(exchange); }});
}

}  // namespace chopay::app
