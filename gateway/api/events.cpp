// GET /v1/events?after=SEQ&limit=N&stall=A12

#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/whole_number.hpp"
#include "merchant/published_event.hpp"

namespace chopay::api {
namespace {

using http::Exchange;
using http::Response;
using ledger::number;
using ledger::Seq;

constexpr std::uint64_t events_default = 100;
constexpr std::uint64_t events_max = 1'000;
/// Entries that one question looks at, whether it wants their events or not.
constexpr std::size_t entries_looked_at_max = 5'000;

/// A whole number of the query; `otherwise` where it is absent, nothing where it is none.
std::optional<std::uint64_t> number_of(const http::Query& query, std::string_view name,
                                       std::uint64_t otherwise) {
  const auto text = query.get(name);
  return text.empty() ? otherwise : http::whole_number(text);
}

/// {"events":[…],"next","newest"}: ask with after=next for what comes behind.
std::string events_json(ledger::Reader& reader, const merchant::MarketId& market,
                        const merchant::StallId& stall, Seq after, std::uint64_t limit) {
  const ledger::FrozenView view{reader};
  std::string json = R"({"events":[)";
  std::uint64_t count = 0;
  auto upto = after;
  reader.read(market, after, entries_looked_at_max, [&](const ledger::StoredEntry& stored) {
    const auto entry = ledger::decode(stored.bytes).value();
    upto = entry.seq;
    if (!stall.empty() && entry.stall != stall) return true;
    for (const auto& event : merchant::published_events(entry)) {
      if (count++ > 0) json += ',';
      json += event.json;
    }
    return count < limit;
  });
  return json + R"(],"next":)" + std::to_string(number(upto)) + R"(,"newest":)" +
         std::to_string(number(reader.head(market).seq)) + '}';
}

net::Task<Response> list_events(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  const auto query = http::parse_query(exchange.request().query, {"after", "limit", "stall"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  merchant::StallId stall;
  if (const auto text = query->get("stall"); !text.empty()) {
    const auto parsed = merchant::StallId::parse(text);
    if (!parsed) co_return bad_request("bad_query", "stall");
    stall = *parsed;
  }
  const auto* access = caller.allowed(Deed::see_events, stall);
  if (!access) co_return no_access(caller);
  if (is_of_a_stall(access->role)) stall = access->stall;
  const auto after = number_of(*query, "after", 0);
  const auto limit = number_of(*query, "limit", events_default);
  if (!after || *after > number(ledger::last_seq_possible)) {
    co_return bad_request("bad_after", "after must be the number of an entry");
  }
  if (!limit || *limit < 1 || *limit > events_max) {
    co_return bad_request("bad_limit", "limit must be a whole number from 1 to 1000");
  }
  std::string body;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    body = events_json(reader, access->market, stall, Seq{*after}, *limit);
  });
  if (!read) co_return problem_of(LaneState::busy);
  co_return json_answer(std::move(body));
}

}  // namespace

void add_event_routes(http::Router& router, Services& services) {
  router.add({http::Method::get, "/v1/events", 0,
              [&](Exchange& exchange) { return list_events(services, exchange); }});
}

}  // namespace chopay::api
