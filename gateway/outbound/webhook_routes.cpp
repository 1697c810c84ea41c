// GET /v1/webhooks, POST /v1/webhooks/{id}/ping, …/redeliver, …/resume
#include <boost/json.hpp>

#include <algorithm>

#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/outbound/webhook.hpp"

namespace chopay::outbound {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;
using ledger::number;

/// Two numbers of entries, with their names.
constexpr std::size_t deed_body_bytes_max = 1'024;
/// Unlikely to come twice, which is all that a ping's id must be.
constexpr std::size_t ping_id_bytes = 12;

json::value instant_or_null(const std::optional<ledger::Instant>& instant) {
  return instant ? json::value(ledger::format_instant(*instant)) : json::value{};
}

json::object status_json(const DeliveryStatus& status) {
  return {{"state", state_name(status.state)},
          {"cursor", number(status.cursor)},
          {"waiting", status.waiting},
          {"delivered", status.delivered},
          {"last_success_at", instant_or_null(status.last_success_at)},
          {"last_failure_at", instant_or_null(status.last_failure_at)},
          {"last_failure",
           status.last_failure.empty() ? json::value{} : json::value(status.last_failure)},
          {"next_attempt_at", instant_or_null(status.next_attempt_at)}};
}

json::object webhook_json(const Webhook& webhook, const api::Services& services) {
  const auto& settings = webhook.hook.settings();
  const auto& market = webhook.live.settings().market;
  json::array stalls;
  for (const auto& stall : settings.stalls) stalls.emplace_back(stall.text());
  auto object = status_json(webhook.live.status());
  object["id"] = settings.id;
  object["url"] = settings.url;
  object["market"] = market.text();
  object["stalls"] = std::move(stalls);
  object["events"] = json::value_from(settings.events);
  object["newest"] = number(services.feed.newest(market));
  object["redelivery"] = status_json(webhook.again.status());
  return object;
}

const api::Access* key_for(const api::Caller& caller, const merchant::MarketId& market) {
  const auto& all = caller.accesses();
  const auto found = std::find_if(all.begin(), all.end(), [&](const api::Access& one) {
    return one.market == market && one.may(api::Deed::run_webhooks, {});
  });
  return found == all.end() ? nullptr : &*found;
}

net::Task<Response> list_webhooks(const api::Services& services, const Webhooks& webhooks,
                                  Exchange& exchange) {
  const api::Caller caller{exchange.request(), services.keys};
  if (!caller.allowed(api::Deed::run_webhooks)) co_return api::no_access(caller);
  json::array list;
  for (const auto& webhook : webhooks) {
    if (!key_for(caller, webhook->live.settings().market)) continue;
    list.push_back(webhook_json(*webhook, services));
  }
  co_return api::json_answer(json::serialize(json::object{{"webhooks", std::move(list)}}));
}

/// A message that tells of nothing; its id is another each time.
Message ping_of(const Webhook& webhook, const api::Services& services) {
  std::array<std::uint8_t, ping_id_bytes> bytes;
  services.random.fill(bytes);
  const auto id = "ping_" + ledger::to_hex(bytes);
  return {{},
          id,
          {},
          json::serialize(json::object{{"id", id},
                                       {"type", "ping"},
                                       {"timestamp", ledger::format_instant(services.clock.now())},
                                       {"market", webhook.live.settings().market.text()},
                                       {"data", json::object{}}})};
}

net::Task<Response> ping_webhook(api::Services& services, Exchange& exchange, Webhook& webhook) {
  const auto begun = std::chrono::steady_clock::now();
  const auto message = ping_of(webhook, services);
  const auto answer = co_await webhook.live.send(exchange.loop(), message);
  if (!answer) co_return http::problem(502, "no_answer", answer.error().message());
  const auto took = std::chrono::steady_clock::now() - begun;
  co_return api::json_answer(json::serialize(json::object{
      {"id", message.id},
      {"status", answer->status},
      {"took_ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()}}));
}

net::Task<Response> redeliver(api::Services& services, Exchange& exchange, Webhook& webhook) {
  api::JsonBody body{exchange.request().body, {"from", "to"}};
  const auto from = body.whole_number("from");
  const auto to = body.whole_number("to");
  if (!body.good()) co_return api::problem_of(body.error());
  const auto newest = number(services.feed.newest(webhook.live.settings().market));
  if (from < 1 || to < from || static_cast<std::uint64_t>(to) > newest) {
    co_return api::bad_request("bad_range", "from and to must be entries of the log, in order");
  }
  const auto first = ledger::Seq{static_cast<std::uint64_t>(from)};
  const auto last = ledger::Seq{static_cast<std::uint64_t>(to)};
  if (!webhook.again.repeat(first, last)) {
    co_return http::problem(409, "redelivery_under_way", "an earlier redelivery is not over yet");
  }
  co_return api::json_answer(json::serialize(json::object{{"from", from}, {"to", to}}), 202);
}

net::Task<Response> resume_webhook(api::Services& services, Exchange&, Webhook& webhook) {
  webhook.live.resume();
  webhook.again.resume();
  co_return api::json_answer(json::serialize(webhook_json(webhook, services)), 202);
}

}  // namespace

void add_webhook_routes(http::Router& router, api::Services& services, const Webhooks& webhooks) {
  using http::Method;
  router.add({Method::get, "/v1/webhooks", 0,
              [&](Exchange& exchange) { return list_webhooks(services, webhooks, exchange); }});
  // Of the webhook that the path names; one of another market is not there.
  const auto add = [&](std::string deed, auto handle) {
    router.add({Method::post, "/v1/webhooks/{id}/" + deed, deed_body_bytes_max,
                [&, handle](Exchange& exchange) -> net::Task<Response> {
                  const api::Caller caller{exchange.request(), services.keys};
                  if (!caller.allowed(api::Deed::run_webhooks)) co_return api::no_access(caller);
                  for (const auto& webhook : webhooks) {
                    if (webhook->hook.settings().id != exchange.param("id")) continue;
                    if (!key_for(caller, webhook->live.settings().market)) continue;
                    co_return co_await handle(services, exchange, *webhook);
                  }
                  co_return http::problem(404, "unknown_webhook");
                }});
  };
  add("ping", ping_webhook);
  add("redeliver", redeliver);
  add("resume", resume_webhook);
}

}  // namespace chopay::outbound
