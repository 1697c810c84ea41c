// GET /v1/stalls, /v1/stalls/{stall}/code.svg|.png, …/events, …/credits, …/recent
#include <boost/json.hpp>

#include <algorithm>
#include <utility>

#include "gateway/api/codes.hpp"
#include "gateway/api/event_stream.hpp"
#include "gateway/api/newest_credits.hpp"
#include "gateway/api/payer_bank.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/whole_number.hpp"
#include "merchant/stall_code.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;
using merchant::Errc;

constexpr std::size_t credits_max = 200;
constexpr std::chrono::minutes recent_span{5};
/// So many of the market's newest entries are looked through; at a market's busiest, five minutes.
constexpr std::uint64_t recent_entries_max = 4'096;

/// The stall that the path names, in the caller's market.
struct AskedStall {
  std::shared_ptr<const merchant::Registry> registry;
  const merchant::Stall* stall = nullptr;
  Access access = {};
};

net::Task<std::variant<AskedStall, Response>> find_stall(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto id = merchant::StallId::parse(exchange.param("stall"));
  if (!caller.known()) co_return no_access(caller);
  if (!id) co_return problem_of(merchant::Error{Errc::unknown_stall});
  const auto* access = caller.allowed(Deed::see_stall, *id);
  if (!access) co_return no_access(caller);
  merchant::ShowRegistry what{access->market};
  auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto* stall = (*asked.answer)->stall(*id);
  if (!stall) co_return problem_of(merchant::Error{Errc::unknown_stall, id->text()});
  co_return AskedStall{std::move(*asked.answer), stall, *access};
}

json::object stall_json(const merchant::Stall& stall) {
  json::array further;
  for (const auto& one : stall.further) {
    further.push_back({{"bank", one.account.bank},
                       {"account", merchant::masked(one.account)},
                       {"holder", one.holder}});
  }
  return {{"stall", stall.id.text()},    {"zone", stall.zone},
          {"name", stall.name},          {"household", stall.household},
          {"bank", stall.account.bank},  {"account", merchant::masked(stall.account)},
          {"holder", stall.holder},      {"further_accounts", std::move(further)},
          {"sticker_issue", stall.issue}};
}

net::Task<Response> list_stalls(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_stall);
  if (!access) co_return no_access(caller);
  merchant::ShowRegistry what{access->market};
  auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  json::array stalls;
  for (const auto& zone : (*asked.answer)->zones) {
    for (const auto* stall : (*asked.answer)->stalls_of(zone.id)) {
      if (access->may(Deed::see_stall, stall->id)) stalls.push_back(stall_json(*stall));
    }
  }
  co_return json_answer(json::serialize(
      json::object{{"market", access->market.text()}, {"stalls", std::move(stalls)}}));
}

net::Task<Response> stall_code(Services& services, Exchange& exchange, bool png) {
  auto found = co_await find_stall(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto payload = merchant::static_payload(*std::get<AskedStall>(found).stall);
  if (!png) co_return svg_answer(services.drawings, payload);
  const auto query = http::parse_query(exchange.request().query, {"px"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  co_return png_answer(services.drawings, payload, query->get("px"));
}

net::Task<Response> stall_events(Services& services, Exchange& exchange) {
  auto found = co_await find_stall(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& asked = std::get<AskedStall>(found);
  const auto& market = asked.registry->market;
  auto cursor = resume_cursor(exchange.request(), market).value_or(services.feed.newest(market));
  if (has_short_reach(asked.access)) {
    // Whoever comes back with an early cursor would else be told the whole history.
    const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
      const auto first = ledger::number(first_within_reach(asked.access, reader));
      cursor = ledger::Seq{std::max(ledger::number(cursor), first - 1)};
    });
    if (!read) co_return problem_of(LaneState::busy);
  }
  co_return event_stream(services, {market, asked.stall->id}, cursor, asked.access.key);
}

/// The newest credits of the stall as the events that told of them, newest first.
std::string credits_json(ledger::Reader& reader, const merchant::MarketId& market,
                         const merchant::StallId& stall, std::size_t limit) {
  std::string json = R"({"credits":[)";
  bool first = true;
  for_newest_credits(reader, market, stall, limit, [&](const auto& stored, const auto& event) {
    if (!std::exchange(first, false)) json += ',';
    json.append(event.data, 0, event.data.size() - 1);
    json += ",\"payer_bank\":" + json::serialize(payer_bank_json(reader, market, stored.seq)) + '}';
  });
  return json + "]}";
}

net::Task<Response> stall_credits(Services& services, Exchange& exchange) {
  auto found = co_await find_stall(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& asked = std::get<AskedStall>(found);
  const auto query = http::parse_query(exchange.request().query, {"limit"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  std::size_t limit = newest_credits_max;
  if (const auto text = query->get("limit"); !text.empty()) {
    limit = http::whole_number(text, credits_max).value_or(0);
    if (limit < 1) co_return bad_request("bad_limit", "limit must be a whole number from 1 to 200");
  }
  if (has_short_reach(asked.access)) limit = std::min(limit, newest_credits_max);
  std::string body;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    body = credits_json(reader, asked.registry->market, asked.stall->id, limit);
  });
  if (!read) co_return problem_of(LaneState::busy);
  co_return json_answer(std::move(body));
}

/// True where the credit is the stall's, or nobody's yet and came into the stall's account.
bool may_be_of(const ledger::Entry& entry, const merchant::Stall& stall) {
  if (entry.kind != ledger::Kind::credit) return false;
  if (!entry.stall.empty()) return entry.stall == stall.id;
  return stall.receives(merchant::credit_of(entry).account);
}

/// When a bank that tells of the stall's account was last heard, with money or without; null where
/// none ever was.
json::value bank_heard_at(const Services& services, const AskedStall& asked) {
  const auto& account = asked.stall->account;
  std::optional<ledger::Instant> newest;
  const auto feeders = services.feeders.now();
  for (const auto& [id, feeder] : *feeders) {
    const bool tells = feeder.sandbox == asked.registry->sandbox &&
                       (feeder.source.bank.empty() || feeder.source.bank == account.bank) &&
                       (feeder.source.account.empty() || feeder.source.account == account.number);
    if (const auto last = services.contacts.last(id); tells && last > newest) newest = last;
  }
  return newest ? json::value(ledger::format_instant(*newest)) : json::value{};
}

/// "The customer says it is paid": what came to the stall in the last minutes, and what came to its
/// account that nobody explains; and when the market last had a credit. No more than the newest for
/// who sees those alone.
json::object recent_json(ledger::Reader& reader, const AskedStall& asked, ledger::Instant now) {
  const auto& market = asked.registry->market;
  const auto& stall = *asked.stall;
  json::array credits;
  json::value last_heard;
  const auto head = ledger::number(reader.head(market).seq);
  const ledger::Seq after{head > recent_entries_max ? head - recent_entries_max : 0};
  reader.read(market, after, recent_entries_max, [&](const ledger::StoredEntry& stored) {
    const auto entry = ledger::decode(stored.bytes).value();
    if (entry.kind == ledger::Kind::credit) last_heard = ledger::format_instant(entry.at);
    if (entry.at + recent_span < now || !may_be_of(entry, stall)) return true;
    auto row = json::parse(merchant::event_of(entry)->data).as_object();
    row["payer_bank"] = payer_bank_json(reader, market, entry.seq);
    row["age_s"] = std::chrono::duration_cast<std::chrono::seconds>(now - entry.at).count();
    credits.insert(credits.begin(), std::move(row));
    return true;
  });
  if (has_short_reach(asked.access) && credits.size() > newest_credits_max) {
    credits.resize(newest_credits_max);
  }
  return {{"minutes", recent_span.count()},
          {"last_credit_at", std::move(last_heard)},
          {"credits", std::move(credits)}};
}

net::Task<Response> stall_recent(Services& services, Exchange& exchange) {
  auto found = co_await find_stall(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& asked = std::get<AskedStall>(found);
  json::object body;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    body = recent_json(reader, asked, services.clock.now());
  });
  if (!read) co_return problem_of(LaneState::busy);
  body["bank_heard_at"] = bank_heard_at(services, asked);
  co_return json_answer(json::serialize(body));
}

}  // namespace

void add_stall_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/v1/stalls", 0,
              [&](Exchange& exchange) { return list_stalls(services, exchange); }});
  router.add({Method::get, "/v1/stalls/{stall}/code.svg", 0,
              [&](Exchange& exchange) { return stall_code(services, exchange, false); }});
  router.add({Method::get, "/v1/stalls/{stall}/code.png", 0,
              [&](Exchange& exchange) { return stall_code(services, exchange, true); }});
  router.add({Method::get, "/v1/stalls/{stall}/events", 0,
              [&](Exchange& exchange) { return stall_events(services, exchange); }});
  router.add({Method::get, "/v1/stalls/{stall}/recent", 0,
              [&](Exchange& exchange) { return stall_recent(services, exchange); }});
  router.add({Method::get, "/v1/stalls/{stall}/credits", 0,
              [&](Exchange& exchange) { return stall_credits(services, exchange); }});
}

}  // namespace chopay::api
