#include "gateway/app/health_routes.hpp"

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "gateway/api/problems.hpp"
#include "gateway/app/readiness.hpp"

namespace chopay::app {
namespace {

using api::Deed;
using api::LaneState;
using http::Exchange;
using http::Response;

Response plain(std::string body) {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(body);
  return response;
}

net::Task<Response> alive(Exchange&) {
  co_return plain("ok\n");
}

Readiness::Look durable_write(api::Services& services) {
  return [&services](net::Loop& loop) -> net::Task<LaneState> {
    merchant::ChangeVault what{{"ready", ledger::format_instant(services.clock.now())}};
    const auto asked = co_await services.lane.ask(loop, what);
    co_return asked.state;
  };
}

net::Task<Response> tell_readiness(Readiness& readiness, Exchange& exchange) {
  const auto state = co_await readiness.state(exchange.loop());
  co_return state == LaneState::answered ? plain("ready\n") : api::problem_of(state);
}

/// What the readers know of the markets; their suspense is asked of the lane.
std::vector<Levels::Market> markets_of(ledger::Reader& reader, ledger::Instant now) {
  std::vector<Levels::Market> markets;
  for (const auto& [market, head] : reader.heads()) {
    Levels::Market one{market.text(), ledger::number(head.seq), 0, 0};
    reader.read(market, ledger::Seq{ledger::number(head.seq) - 1}, 1, [&](const auto& stored) {
      if (const auto entry = ledger::decode(stored.bytes)) {
        one.newest_age_s = std::chrono::duration<double>(now - entry->at).count();
      }
      return false;
    });
    markets.push_back(std::move(one));
  }
  return markets;
}

net::Task<Response> show_metrics(const Health& health, Readiness& readiness, Exchange& exchange) {
  auto& services = health.services;
  const api::Caller caller{exchange.request(), services.keys};
  if (!caller.allowed(Deed::see_metrics)) co_return api::no_access(caller);
  Levels levels;
  levels.lane_failed = health.lane_failed;
  const auto state = co_await readiness.state(exchange.loop());
  levels.lane_refused = api::refusal_of(state);
  std::error_code none;
  const auto wal = std::filesystem::file_size(health.data + "/ledger.db-wal", none);
  levels.wal_bytes = none ? 0 : wal;
  const auto now = services.clock.now();
  const bool read = co_await services.readers.run(
      exchange.loop(), [&](ledger::Reader& reader) { levels.markets = markets_of(reader, now); });
  if (!read) co_return api::problem_of(LaneState::busy);
  for (auto& market : levels.markets) {
    merchant::ShowSuspense what{merchant::MarketId::parse(market.id).value()};
    const auto asked = co_await services.lane.ask(exchange.loop(), what);
    if (asked.state == LaneState::answered && asked.answer) {
      market.suspense = asked.answer->credits.size();
    }
  }
  for (const auto& webhook : health.webhooks) {
    levels.webhooks.push_back({webhook->hook.settings().id, webhook->live.status().waiting});
  }
  auto response = plain(health.metrics.text(levels));
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  co_return response;
}

}  // namespace

void add_health_routes(http::Router& router, Health health) {
  using http::Method;
  const auto readiness =
      std::make_shared<Readiness>(health.services.clock, durable_write(health.services));
  const auto shared = std::make_shared<const Health>(std::move(health));
  router.add({Method::get, "/healthz", 0, alive});
  router.add({Method::get, "/readyz", 0,
              [readiness](Exchange& exchange) { return tell_readiness(*readiness, exchange); }});
  router.add({Method::get, "/metrics", 0, [shared, readiness](Exchange& exchange) {
                return show_metrics(*shared, *readiness, exchange);
              }});
}

}  // namespace chopay::app
