#include "gateway/app/source_page_routes.hpp"

#include <boost/json.hpp>

#include <map>

#include "gateway/api/bank_delays.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/text_or_null.hpp"
#include "gateway/app/language.hpp"
#include "gateway/app/source_trial.hpp"
#include "gateway/app/visitor.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/pages/absent.hpp"
#include "gateway/pages/board.hpp"
#include "gateway/pages/sources.hpp"

namespace chopay::app {
namespace {

namespace json = boost::json;
using api::Access;
using api::Deed;
using api::Services;
using http::Exchange;
using http::Response;

constexpr std::size_t messages_shown_max = 8;
constexpr std::chrono::hours outcomes_counted{24};
constexpr int trials_a_minute = 6;

/// False for a message that became an entry of another market.
bool is_of_market(const api::DeliveredMessage& message, const merchant::MarketId& market) {
  return message.entry.empty() || message.entry.starts_with(market.text() + ':');
}

pages::SourceLook look_at(const Services& services, const std::string& id,
                          const api::Feeder& feeder, const Access& access) {
  const auto now = services.clock.now();
  pages::SourceLook look;
  look.id = id;
  look.kind = feeder.adapter->kind;
  look.heard_at = services.contacts.last(id);
  const auto silent_after =
      feeder.silent_after.count() > 0 ? feeder.silent_after : pages::silent_usually;
  look.silent = look.heard_at && now - *look.heard_at > silent_after;
  std::map<std::string, std::int64_t> outcomes;
  const auto page = services.deliveries.page(id, 0, api::DeliveryLog::messages_max);
  for (const auto& message : page) {
    if (message.received_at >= now - outcomes_counted) ++outcomes[message.outcome];
    if (look.newest.size() < messages_shown_max && is_of_market(message, access.market)) {
      look.newest.push_back(
          {message.number, message.received_at, message.outcome, message.status, message.why});
    }
  }
  look.last_day.assign(outcomes.begin(), outcomes.end());
  return look;
}

net::Task<Response> show_sources(Services& services, Exchange& exchange) {
  const Visitor visitor{exchange.request(), services};
  const auto* access = visitor.caller.allowed(Deed::see_sources);
  if (!access) co_return turned_away(visitor.caller, "/sign-in");
  auto found = co_await registry_of(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& registry = *std::get<SharedRegistry>(found);
  pages::SourcesLook look;
  look.market_name = registry.name;
  look.language = language_of(exchange.request());
  look.sandbox = registry.sandbox;
  look.signed_in = !access->account.empty();
  look.may_run = access->may(Deed::run_sources, {});
  look.has_board = access->may(Deed::see_settlement, {});
  const auto feeders = services.feeders.now();
  for (const auto& [id, feeder] : *feeders) {
    if (feeder.sandbox != look.sandbox) continue;
    look.sources.push_back(look_at(services, id, feeder, *access));
  }
  look.delays = delays_to_show(services);
  co_return visitor.with_cookie(pages::sources_page(look));
}

net::Task<Response> test_source(Services& services, http::RateLimit& limit, Exchange& exchange) {
  const api::Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_sources);
  if (!access) co_return api::no_access(caller);
  auto found = co_await registry_of(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto feeders = services.feeders.now();
  const auto feeder = feeders->find(exchange.param("source"));
  if (feeder == feeders->end() ||
      feeder->second.sandbox != std::get<SharedRegistry>(found)->sandbox) {
    co_return http::problem(404, "unknown_source");
  }
  if (!limit.take(feeder->first, std::chrono::steady_clock::now())) {
    co_return http::problem(429, "too_many_requests", "at most 6 tests a minute for a source");
  }
  const auto trial = try_source(feeder->second, services.clock.now());
  note_trial(services, feeder->first, trial);
  co_return api::json_answer(
      json::serialize(json::object{{"source", feeder->first},
                                   {"result", to_string(trial.result)},
                                   {"action", api::text_or_null(trial.action)},
                                   {"why", api::text_or_null(trial.why)}}));
}

}  // namespace

void note_trial(Services& services, const std::string& source, const Trial& trial) {
  api::DeliveredMessage message;
  message.received_at = services.clock.now();
  message.action = trial.action.empty() ? to_string(trial.result) : trial.action;
  message.outcome = api::trial_outcome;
  message.status = trial.status;
  message.why = trial.why;
  services.deliveries.add(source, std::move(message));
}

std::vector<pages::BankDelayLook> delays_to_show(const Services& services) {
  std::vector<pages::BankDelayLook> delays;
  for (const auto& one : api::bank_delays(services.deliveries)) {
    delays.push_back({one.bank, one.count, one.received.p50, one.received.p95});
  }
  return delays;
}

void add_source_page_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/board/sources", 0,
              [&](Exchange& exchange) { return show_sources(services, exchange); }});
  router.add({Method::post, "/v1/sources/{source}/test", 1024,
              [&services, limit = std::make_shared<http::RateLimit>(trials_a_minute)](
                  Exchange& exchange) { return test_source(services, *limit, exchange); }});
}

}  // namespace chopay::app
