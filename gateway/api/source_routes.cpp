// GET /v1/sources, GET /v1/sources/{source}/deliveries, POST …/deliveries/{number}/replay,
// GET /v1/bank-delays

#include <boost/json.hpp>

#include <algorithm>
#include <memory>
#include <mutex>

#include "gateway/api/bank_delays.hpp"
#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/taken_notices.hpp"
#include "gateway/api/text_or_null.hpp"
#include "gateway/bank/kept_message.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/whole_number.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

constexpr std::uint64_t deliveries_default = 100;
constexpr std::uint64_t deliveries_page_max = 1'000;
/// What a day's worth of messages is counted over.
constexpr std::chrono::hours counted{24};
constexpr std::chrono::seconds delays_stand_for{2};

/// How many messages of the last day came to what, and what the newest was.
json::object source_json(const std::string& id, const Feeder& feeder, const Services& services) {
  const auto since = services.clock.now() - counted;
  json::object outcomes;
  const auto page = services.deliveries.page(id, 0, DeliveryLog::messages_max);
  for (const auto& message : page) {
    if (message.received_at < since) break;
    auto& count = outcomes[message.outcome];
    count = count.is_null() ? 1 : count.to_number<std::int64_t>() + 1;
  }
  const auto heard = services.contacts.last(id);
  const auto newest = std::ranges::find_if(
      page, [](const auto& message) { return message.outcome != trial_outcome; });
  const auto last = newest == page.end() ? json::value{}
                                         : json::value(ledger::format_instant(newest->received_at));
  return {{"id", id},
          {"kind", feeder.adapter->kind},
          {"sandbox", feeder.sandbox},
          {"callback_url", services.public_url + "/callbacks/" + id},
          {"heard_at", heard ? json::value(ledger::format_instant(*heard)) : json::value{}},
          {"last_received_at", last},
          {"last_day", std::move(outcomes)}};
}

/// Those of the caller's realm: play money's sources are nothing to a real market.
net::Task<Response> list_sources(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_sources);
  if (!access) co_return no_access(caller);
  merchant::ShowRegistry what{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto feeders = services.feeders.now();
  json::array list;
  for (const auto& [id, feeder] : *feeders) {
    if (feeder.sandbox == (*asked.answer)->sandbox) {
      list.push_back(source_json(id, feeder, services));
    }
  }
  co_return json_answer(json::serialize(json::object{{"sources", std::move(list)}}));
}

/// False for a message that became an entry of a market that the caller has no key of.
bool may_see(const Caller& caller, const DeliveredMessage& message) {
  if (message.entry.empty()) return true;
  const auto market = message.entry.substr(0, message.entry.find(':'));
  return caller.any([&](const Access& access) {
    return access.may(Deed::run_sources, {}) && access.market.text() == market;
  });
}

net::Task<Response> list_deliveries(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.allowed(Deed::run_sources)) co_return no_access(caller);
  const auto query = http::parse_query(exchange.request().query, {"before", "limit"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  const auto number = [&](std::string_view name, std::uint64_t otherwise) {
    const auto text = query->get(name);
    return text.empty() ? std::optional{otherwise} : http::whole_number(text);
  };
  const auto before = number("before", 0);
  const auto limit = number("limit", deliveries_default);
  if (!before) co_return bad_request("bad_query", "before must be the number of a message");
  if (!limit || *limit < 1 || *limit > deliveries_page_max) {
    co_return bad_request("bad_limit", "limit must be a whole number from 1 to 1000");
  }
  const std::string source{exchange.param("source")};
  if (!services.feeders.now()->contains(source)) co_return http::problem(404, "unknown_source");
  const auto page = services.deliveries.page(source, *before, *limit);
  std::string body = R"({"deliveries":[)";
  for (const auto& message : page) {
    if (!may_see(caller, message)) continue;
    if (body.back() != '[') body += ',';
    body += delivery_json(message);
  }
  const bool more = page.size() == *limit && page.back().number > 1;
  body += R"(],"next":)" + (more ? std::to_string(page.back().number) : "null") + '}';
  co_return json_answer(std::move(body));
}

/// What a kept message tells of, and its raw bytes; nothing where it is not kept any more.
net::Task<std::optional<bank::KeptMessage>> read_kept_message(Services& services, net::Loop& loop,
                                                              std::string name) {
  std::optional<bank::KeptMessage> kept;
  co_await services.readers.run(loop, [&](ledger::Reader& reader) {
    if (const auto value = reader.vault_get(name)) kept = bank::read_kept(*value);
  });
  co_return kept;
}

/// The markets for whose sources the caller may answer.
std::vector<merchant::MarketId> own_markets(const Caller& caller) {
  std::vector<merchant::MarketId> markets;
  for (const auto& access : caller.accesses()) {
    if (access.may(Deed::run_sources, {})) markets.push_back(access.market);
  }
  return markets;
}

/// Has what was kept posted to the caller's markets, as if it came now: the unique key of each
/// credit makes it safe.
net::Task<Response> replay(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_sources);
  if (!access) co_return no_access(caller);
  const auto feeders = services.feeders.now();
  const auto feeder = feeders->find(exchange.param("source"));
  if (feeder == feeders->end()) co_return http::problem(404, "unknown_source");
  const auto number = http::whole_number(exchange.param("number"));
  const auto message = number ? services.deliveries.find(feeder->first, *number) : std::nullopt;
  if (!message || !may_see(caller, *message)) co_return http::problem(404, "unknown_delivery");
  if (message->kept.empty()) {
    co_return http::problem(409, "nothing_kept",
                            "only a message that was kept aside can be taken after all");
  }
  std::optional<std::string> other_money_by;
  if (!exchange.request().body.empty()) {
    JsonBody body{exchange.request().body, {"other_money"}};
    if (body.has("other_money") && body.flag("other_money"))
      other_money_by = actor(caller, *access);
    if (!body.good()) co_return problem_of(body.error());
  }
  const auto row = bank::kept_name(feeder->first, message->kept);
  const auto kept = co_await read_kept_message(services, exchange.loop(), row);
  const auto notices =
      kept ? bank::read_notices(kept->notices) : std::vector<merchant::BankNotice>{};
  if (notices.empty()) {
    co_return http::problem(409, "nothing_kept", "nothing of the message can be posted");
  }
  const auto markets = own_markets(caller);
  const auto taken = co_await take_notices(services, exchange.loop(), feeder->second, notices,
                                           kept->body, markets, std::move(other_money_by));
  if (taken.outcome == bank::Outcome::unavailable) co_return problem_of(LaneState::busy);
  const bool posted = taken.keep_why.empty() && taken.outcome != bank::Outcome::conflict;
  if (posted) {
    // The entry's own evidence has the raw message now.
    merchant::ChangeVault erase{{row, std::nullopt}};
    co_await services.lane.ask(exchange.loop(), erase);
  }
  co_return json_answer(json::serialize(json::object{{"outcome", bank::to_string(taken.outcome)},
                                                     {"entry", text_or_null(taken.entry_id)},
                                                     {"why", text_or_null(taken.keep_why)}}));
}

json::object percentiles_json(const Percentiles& of) {
  const auto ms = [](std::chrono::microseconds time) { return (time.count() + 999) / 1000; };
  return {{"p50_ms", ms(of.p50)}, {"p95_ms", ms(of.p95)}};
}

std::string bank_delays_json(const Services& services) {
  json::array banks;
  for (const auto& delay : bank_delays(services.deliveries)) {
    banks.push_back({{"bank", delay.bank},
                     {"credits", delay.count},
                     {"received", percentiles_json(delay.received)},
                     {"shown", percentiles_json(delay.shown)}});
  }
  return json::serialize(json::object{{"banks", std::move(banks)}});
}

/// The figures as they were at most some seconds ago: whoever asks, often, must not cost much.
struct ShownDelays {
  std::mutex mutex;
  ledger::Instant until{};
  std::string body;
};

/// Open to everybody: numbers only, of no market and nobody.
net::Task<Response> show_bank_delays(Services& services, ShownDelays& shown) {
  const std::lock_guard lock{shown.mutex};
  const auto now = services.clock.now();
  if (shown.body.empty() || now >= shown.until) {
    shown.body = bank_delays_json(services);
    shown.until = now + delays_stand_for;
  }
  auto response = json_answer(shown.body);
  response.headers.add("Cache-Control", "public, max-age=2");
  co_return response;
}

}  // namespace

void add_source_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/v1/sources", 0,
              [&](Exchange& exchange) { return list_sources(services, exchange); }});
  router.add({Method::get, "/v1/sources/{source}/deliveries", 0,
              [&](Exchange& exchange) { return list_deliveries(services, exchange); }});
  router.add({Method::post, "/v1/sources/{source}/deliveries/{number}/replay", 1024,
              [&](Exchange& exchange) { return replay(services, exchange); }});
  router.add({Method::get, "/v1/bank-delays", 0,
              [&services, shown = std::make_shared<ShownDelays>()](Exchange&) {
                return show_bank_delays(services, *shown);
              }});
}

}  // namespace chopay::api
