#include "gateway/app/registry_routes.hpp"

#include "gateway/api/problems.hpp"
#include "gateway/app/language.hpp"
#include "gateway/app/visitor.hpp"
#include "gateway/pages/absent.hpp"
#include "gateway/pages/charges.hpp"
#include "gateway/pages/market_import.hpp"
#include "gateway/pages/payee_changes.hpp"
#include "gateway/pages/stalls.hpp"
#include "merchant/registered_market.hpp"

namespace chopay::app {
namespace {

using api::Access;
using api::Deed;
using api::LaneState;
using api::Services;
using http::Exchange;
using http::Response;

/// What people call whoever asked: the name that they sign in with, or that of their device.
std::string name_of(const Services& services, const merchant::MarketId& market,
                    const std::string& by) {
  for (const auto& account : services.keys.accounts.list(market)) {
    if (api::account_hash(account.name) == by) return account.name;
  }
  for (const auto& key : services.keys.list(market)) {
    if (key.hash == by) return key.access.name;
  }
  return {};
}

net::Task<Response> payee_changes(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::see_registry);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  auto found = co_await registry_of(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  merchant::ShowPayeeChanges which{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), which);
  if (asked.state != LaneState::answered) co_return api::problem_of(asked.state);
  if (!asked.answer) co_return api::problem_of(asked.answer.error());
  std::vector<pages::WaitingChange> changes;
  for (const auto& change : *asked.answer) {
    changes.push_back({change, name_of(services, access->market, change.asked.by)});
  }
  const pages::RegistryLook look{access->may(Deed::change_payee, {}), !access->account.empty(),
                                 language_of(exchange.request())};
  co_return visitor.with_cookie(pages::payee_changes_page(*std::get<SharedRegistry>(found), changes,
                                                          services.clock.now(), look));
}

net::Task<Response> stall_list(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::see_registry);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  auto found = co_await registry_of(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& registry = *std::get<SharedRegistry>(found);
  pages::RegistryLook look{access->may(Deed::correct_registry, {}), !access->account.empty(),
                           language_of(exchange.request())};
  std::string contact;
  if (look.acts) {
    const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
      contact = merchant::read_contact(reader, registry);
    });
    if (!read) co_return api::problem_of(LaneState::busy);
    look.contact = contact;
  }
  co_return visitor.with_cookie(pages::stall_list_page(registry, look));
}

net::Task<Response> stall_card(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::see_registry);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  const auto id = merchant::StallId::parse(exchange.param("stall"));
  if (!id) co_return pages::not_found_page(language_of(exchange.request()));
  auto found = co_await registry_of(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& registry = *std::get<SharedRegistry>(found);
  const auto* stall = registry.stall(*id);
  if (!stall) co_return pages::not_found_page(language_of(exchange.request()));
  const pages::RegistryLook look{access->may(Deed::correct_registry, *id), !access->account.empty(),
                                 language_of(exchange.request())};
  co_return visitor.with_cookie(pages::stall_card_page(registry, *stall, look));
}

net::Task<Response> market_import(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::import_registry);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  auto found = co_await registry_of(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const pages::RegistryLook look{true, !access->account.empty(), language_of(exchange.request())};
  co_return visitor.with_cookie(pages::market_import_page(*std::get<SharedRegistry>(found), look));
}

net::Task<Response> board_people(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::see_registry);
  if (!access || !access->may(Deed::keep_keys, {})) {
    co_return turned_away(visitor.caller, "/sign-in");
  }
  auto found = co_await registry_of(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  co_return visitor.with_cookie(pages::board_people_page(
      *std::get<SharedRegistry>(found), !access->account.empty(), language_of(exchange.request())));
}

net::Task<Response> charges(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::see_charges);
  if (!access || api::is_of_a_stall(access->role)) {
    co_return turned_away(visitor.caller, "/sign-in");
  }
  auto found = co_await registry_of(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const pages::ChargesLook look{access->may(Deed::run_charges, {}),
                                access->may(Deed::collect_charges, {}), !access->account.empty(),
                                access->may(Deed::see_settlement, {}),
                                language_of(exchange.request())};
  co_return visitor.with_cookie(pages::charges_page(*std::get<SharedRegistry>(found), look));
}

}  // namespace

void add_registry_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/board/payee-changes", 0,
              [&](Exchange& exchange) { return payee_changes(services, exchange); }});
  router.add({Method::get, "/board/stalls", 0,
              [&](Exchange& exchange) { return stall_list(services, exchange); }});
  router.add({Method::get, "/board/stalls/{stall}", 0,
              [&](Exchange& exchange) { return stall_card(services, exchange); }});
  router.add({Method::get, "/board/import", 0,
              [&](Exchange& exchange) { return market_import(services, exchange); }});
  router.add({Method::get, "/board/charges", 0,
              [&](Exchange& exchange) { return charges(services, exchange); }});
  router.add({Method::get, "/board/people", 0,
              [&](Exchange& exchange) { return board_people(services, exchange); }});
}

}  // namespace chopay::app
