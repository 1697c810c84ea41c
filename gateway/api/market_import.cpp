// POST /v1/market/table: what a market's table in CSV or XLSX would add to the market, and with
// ?commit=true that it is added; GET /v1/market/table.csv: the table to be filled in.
#include "merchant/market_import.hpp"

#include <boost/json.hpp>

#include <memory>
#include <optional>
#include <utility>

#include "gateway/api/asked.hpp"
#include "gateway/api/credit_answer.hpp"
#include "gateway/api/papers.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/worker_pool.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "merchant/csv.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;
using merchant::MarketImport;
using merchant::MarketTable;
using merchant::RegisteredMarket;

constexpr std::size_t table_threads = 1;
constexpr std::size_t tables_waiting_max = 4;  // of 8 MB each

struct ImportWish {
  bool commit = false;
  bool correct = false;  ///< put right what stalls have otherwise
};

std::optional<ImportWish> wish_of(std::string_view text) {
  const auto query = http::parse_query(text, {"commit", "correct"});
  if (!query) return std::nullopt;
  for (const auto& [name, value] : query->all()) {
    if (value != "true" && value != "false") return std::nullopt;
  }
  return ImportWish{query->get("commit") == "true", query->get("correct") == "true"};
}

/// Each problem by its row; nothing was changed.
Response refuse_table(const std::vector<merchant::TableProblem>& problems) {
  json::array rows;
  for (const auto& [row, column, what] : problems) {
    rows.push_back({{"row", row}, {"column", column}, {"problem", what}});
  }
  auto response = http::problem(422, "bad_market_file",
                                "nothing was entered; put these rows right and send it again");
  auto body = json::parse(response.body).get_object();
  body["problems"] = std::move(rows);
  response.body = json::serialize(body);
  return response;
}

template <class Stalls>
json::array codes_of(const Stalls& stalls, auto code) {
  json::array codes;
  for (const auto& one : stalls) codes.emplace_back((one.*code).text());
  return codes;
}

Response import_answer(const MarketImport& import, bool committed) {
  json::array zones;
  for (const auto& zone : import.zones) zones.emplace_back(zone.zone.id);
  return json_answer(
      json::serialize(
          json::object{{"committed", committed},
                       {"zones", std::move(zones)},
                       {"stalls", codes_of(import.stalls, &merchant::OpenStall::id)},
                       {"corrected", codes_of(import.corrections, &merchant::CorrectStall::stall)},
                       {"unchanged", import.unchanged}}),
      committed ? 201 : 200);
}

/// Every market of the ledger, the caller's with what lies beside its entries.
net::Task<std::variant<std::vector<RegisteredMarket>, Response>> known_markets(
    Services& services, Exchange& exchange, merchant::MarketId own) {
  auto& loop = exchange.loop();
  std::vector<ledger::MarketHead> heads;
  if (!co_await services.readers.run(loop, [&](ledger::Reader& reader) { heads = reader.heads(); }))
    co_return problem_of(LaneState::busy);
  std::vector<RegisteredMarket> markets;
  for (const auto& head : heads) {
    merchant::ShowRegistry what{head.market};
    auto found = co_await asked(services, exchange, what);
    if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
    markets.push_back({*std::get<merchant::ShowRegistry::Answer>(found), {}, {}});
  }
  const bool read = co_await services.readers.run(loop, [&](ledger::Reader& reader) {
    for (auto& market : markets) {
      if (market.registry->market == own) market = read_registered(reader, market.registry);
    }
  });
  if (!read) co_return problem_of(LaneState::busy);
  co_return markets;
}

/// The refusal of a commit that broke off: how much is in, and that the same file enters the rest.
Response broken_off(Response refused, std::size_t entered, std::size_t wanted) {
  auto body = json::parse(refused.body).get_object();
  const auto* why = body.if_contains("detail");
  body["detail"] = (why ? std::string{why->as_string()} + "; " : std::string{}) +
                   std::to_string(entered) + " of " + std::to_string(wanted) +
                   " were entered: the same file sent again enters the rest";
  body["entered"] = entered;
  refused.body = json::serialize(body);
  return refused;
}

/// Enters each, one after the other, and counts them; nothing where all are in.
template <class Commands>
net::Task<std::optional<Response>> enter(Services& services, net::Loop& loop, Commands commands,
                                         std::size_t& entered) {
  for (auto& command : commands) {
    const auto asked = co_await services.lane.ask(loop, command);
    if (asked.state != LaneState::answered) co_return problem_of(asked.state);
    if (!asked.answer) co_return problem_of(asked.answer.error());
    ++entered;
  }
  co_return std::nullopt;
}

/// Each is an entry of its own, so it can break off half-way; then the same file, which is planned
/// anew, enters what is missing.
net::Task<Response> commit(Services& services, net::Loop& loop, MarketImport import,
                           std::string by) {
  for (auto& one : import.corrections) one.by = by;
  std::size_t entered = 0;
  auto refused = co_await enter(services, loop, import.zones, entered);
  if (!refused) refused = co_await enter(services, loop, import.stalls, entered);
  if (!refused) refused = co_await enter(services, loop, import.corrections, entered);
  if (refused) {
    const auto wanted = import.zones.size() + import.stalls.size() + import.corrections.size();
    co_return broken_off(std::move(*refused), entered, wanted);
  }
  co_return import_answer(import, true);
}

net::Task<Response> import_table(WorkerPool& pool, Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::import_registry);
  if (!access) co_return no_access(caller);
  const auto wish = wish_of(exchange.request().query);
  if (!wish) co_return bad_request("bad_query", "commit and correct are true or false");
  // Who opens a stall says to which account its money goes.
  if (wish->commit) {
    const auto now = services.clock.now();
    if (!is_settled(*access, now, services.payee_cool_off)) co_return key_too_new();
    if (!services.keys.is_proved(*access)) co_return proof_needed();
  }
  std::optional<merchant::Result<MarketTable>> table;
  WorkerPool::Work reading = [&](std::size_t) {
    table = merchant::read_market_table(exchange.request().body);
  };
  if (!co_await pool.run(exchange.loop(), std::move(reading)))
    co_return problem_of(LaneState::busy);
  if (!*table) co_return problem_of(table->error());
  if (!(*table)->problems.empty()) co_return refuse_table((*table)->problems);
  auto found = co_await known_markets(services, exchange, access->market);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  auto import = merchant::plan_import(
      **table, access->market, std::get<std::vector<RegisteredMarket>>(found), wish->correct);
  if (!import.problems.empty()) co_return refuse_table(import.problems);
  if (!wish->commit) co_return import_answer(import, false);
  co_return co_await commit(services, exchange.loop(), std::move(import), actor(caller, *access));
}

net::Task<Response> empty_table(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::import_registry);
  if (!access) co_return no_access(caller);
  merchant::ShowRegistry what{access->market};
  auto found = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  std::string table;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    const auto& registry = *std::get<merchant::ShowRegistry::Answer>(found);
    table = merchant::empty_market_table(read_registered(reader, registry));
  });
  if (!read) co_return problem_of(LaneState::busy);
  co_return document_answer(std::move(table), *merchant::report::format_named("csv"),
                            access->market.text());
}

}  // namespace

void add_market_import_routes(http::Router& router, Services& services) {
  using http::Method;
  const auto pool = std::make_shared<WorkerPool>(table_threads, tables_waiting_max);
  router.add(
      {Method::post, "/v1/market/table", merchant::csv_bytes_max,
       [pool, &services](Exchange& exchange) { return import_table(*pool, services, exchange); },
       paper_max});
  router.add({Method::get, "/v1/market/table.csv", 0,
              [&](Exchange& exchange) { return empty_table(services, exchange); }});
}

}  // namespace chopay::api
