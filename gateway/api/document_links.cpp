// POST /v1/settlements/{date}/link, GET /v1/settlement-links, DELETE /v1/settlement-links/{id}: an
// address to send by mail, that opens one document without a key until it expires.
#include "gateway/api/document_links.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include "gateway/api/access_keys.hpp"
#include "gateway/api/access_row.hpp"
#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/vault_rows.hpp"
#include "gateway/http/problem.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
namespace report = merchant::report;
using http::Exchange;
using http::Response;

/// A hash of a link with what the vault says of it.
using KnownLink = std::pair<std::string, DocumentLink>;

std::vector<KnownLink> links_in(ledger::Reader& reader, const merchant::MarketId& market) {
  std::vector<KnownLink> links;
  const auto prefix = document_links_of(market);
  for (const auto& [name, value] : reader.vault_list(prefix)) {
    auto link = read_document_link(market, value);
    if (link) links.emplace_back(name.substr(prefix.size()), std::move(*link));
  }
  return links;
}

json::object link_json(std::string_view hash, const DocumentLink& link) {
  return {{"id", key_id(hash)},
          {"period", to_string(link.wish.period)},
          {"format", link.wish.form.name},
          {"by", report::by_name(link.wish.by)},
          {"made_at", ledger::format_instant(link.made_at)},
          {"expires_at", ledger::format_instant(link.expires_at)},
          {"made_by", link.by}};
}

/// What the body and the address ask for; or why it cannot be had.
std::variant<DocumentLink, Response> wished_link(const Services& services, Exchange& exchange) {
  JsonBody body{exchange.request().body, {"format", "by", "separator", "days"}};
  const auto text = [&](std::string_view name, const char* without) {
    return body.has(name) ? body.text(name) : std::string{without};
  };
  const auto format = report::format_named(text("format", "pdf"));
  const auto by = report::by_named(text("by", "stall"));
  const auto separator = report::separator_named(text("separator", ";"));
  const auto days = body.has("days") ? body.whole_number("days") : link_days_default;
  if (!body.good()) return problem_of(body.error());
  if (!format) return bad_request("bad_format", "there are json, csv, xlsx and pdf");
  if (!by) return bad_request("bad_json", report::by_words);
  if (!separator) return bad_request("bad_json", "separator is ; or ,");
  if (days < 1 || days > link_days_max) return bad_request("bad_json", "days is 1 to 31");
  const auto period = report::parse_period(exchange.param("date"));
  if (!period) return problem_of(period.error());
  if (period->days() > report::days_max(*by)) {
    return bad_request("bad_date", "by hour or adjustment: at most 31 days");
  }
  DocumentLink link;
  link.wish = {*period, *by, *format};
  link.wish.form.separator = *separator;
  link.made_at = services.clock.now();
  link.expires_at = link.made_at + std::chrono::days{days};
  return link;
}

net::Task<Response> make_link(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::share_documents);
  if (!access) co_return no_access(caller);
  auto wished = wished_link(services, exchange);
  if (auto* refused = std::get_if<Response>(&wished)) co_return std::move(*refused);
  auto& link = std::get<DocumentLink>(wished);
  link.market = access->market;
  link.by = actor(caller, *access);
  std::vector<KnownLink> known;
  const bool read = co_await services.readers.run(
      exchange.loop(), [&](ledger::Reader& reader) { known = links_in(reader, link.market); });
  if (!read) co_return problem_of(LaneState::busy);
  std::vector<ledger::VaultChange> rows;
  std::size_t good = 0;
  for (const auto& [hash, other] : known) {
    if (other.expires_at > link.made_at) ++good;
    if (other.expires_at + link_remembered > link.made_at) continue;
    rows.push_back({document_links_of(link.market) + hash, std::nullopt});
  }
  if (good >= links_max) {
    co_return http::problem(409, "too_many_links", "take back links that are not needed any more");
  }
  const auto token = new_link_token(services.random);
  const auto hash = key_hash(token);
  rows.push_back(document_link_row(hash, link));
  const auto kept = co_await keep_rows(services, exchange.loop(), rows);
  if (kept != LaneState::answered) co_return problem_of(kept);
  auto answer = link_json(hash, link);
  answer["url"] = services.public_url + "/documents/" + link.market.text() + '/' + token;
  co_return json_answer(json::serialize(answer), 201);
}

net::Task<Response> list_links(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::share_documents);
  if (!access) co_return no_access(caller);
  std::vector<KnownLink> known;
  const bool read = co_await services.readers.run(
      exchange.loop(), [&](ledger::Reader& reader) { known = links_in(reader, access->market); });
  if (!read) co_return problem_of(LaneState::busy);
  const auto now = services.clock.now();
  std::erase_if(known, [&](const KnownLink& one) { return one.second.expires_at <= now; });
  std::ranges::sort(known, std::greater{}, [](const KnownLink& one) { return one.second.made_at; });
  json::array links;
  for (const auto& [hash, link] : known) links.push_back(link_json(hash, link));
  co_return json_answer(json::serialize(json::object{{"links", std::move(links)}}));
}

net::Task<Response> take_back_link(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::share_documents);
  if (!access) co_return no_access(caller);
  const auto id = exchange.param("id");
  std::vector<ledger::VaultChange> rows;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    for (const auto& [hash, link] : links_in(reader, access->market)) {
      if (key_id(hash) != id) continue;
      rows.push_back({document_links_of(access->market) + hash, std::nullopt});
    }
  });
  if (!read) co_return problem_of(LaneState::busy);
  if (rows.empty()) co_return http::problem(404, "unknown_link", "there is no such link");
  const auto kept = co_await keep_rows(services, exchange.loop(), rows);
  if (kept != LaneState::answered) co_return problem_of(kept);
  Response response;
  response.status = 204;
  co_return response;
}

}  // namespace

std::string document_links_of(const merchant::MarketId& market) {
  return "document/" + market.text() + '/';
}

ledger::VaultChange document_link_row(std::string_view hash, const DocumentLink& link) {
  const json::object row{{"period", to_string(link.wish.period)},
                         {"by", report::by_name(link.wish.by)},
                         {"format", link.wish.form.name},
                         {"separator", std::string(1, link.wish.form.separator)},
                         {"made_at", ledger::format_instant(link.made_at)},
                         {"expires_at", ledger::format_instant(link.expires_at)},
                         {"made_by", link.by}};
  return {document_links_of(link.market).append(hash), json::serialize(row)};
}

std::optional<DocumentLink> read_document_link(const merchant::MarketId& market,
                                               std::string_view value) {
  const auto row = read_row(value);
  if (!row) return std::nullopt;
  const auto period = report::parse_period(row_text(*row, "period"));
  const auto by = report::by_named(row_text(*row, "by"));
  const auto form = report::format_named(row_text(*row, "format"));
  const auto separator = report::separator_named(row_text(*row, "separator"));
  if (!period || !by || !form || !separator) return std::nullopt;
  DocumentLink link{market,
                    {*period, *by, *form},
                    row_instant(*row, "made_at"),
                    row_instant(*row, "expires_at"),
                    row_text(*row, "made_by")};
  link.wish.form.separator = *separator;
  return link;
}

net::Task<FoundLink> find_document_link(Services& services, net::Loop& loop, std::string market,
                                        std::string token) {
  FoundLink found;
  const auto of = merchant::MarketId::parse(market);
  if (!of || token.size() > link_token_bytes_max) co_return found;
  const auto name = document_links_of(*of) + key_hash(token);
  const bool read = co_await services.readers.run(loop, [&](ledger::Reader& reader) {
    if (const auto row = reader.vault_get(name)) found.link = read_document_link(*of, *row);
  });
  found.busy = !read;
  co_return found;
}

void add_document_link_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::post, "/v1/settlements/{date}/link", 1024,
              [&](Exchange& exchange) { return make_link(services, exchange); }});
  router.add({Method::get, "/v1/settlement-links", 0,
              [&](Exchange& exchange) { return list_links(services, exchange); }});
  router.add({Method::delete_, "/v1/settlement-links/{id}", 0,
              [&](Exchange& exchange) { return take_back_link(services, exchange); }});
}

}  // namespace chopay::api
