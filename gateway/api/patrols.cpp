// POST /v1/patrols: a sticker was scanned at its stall; GET /v1/patrols: what was found, and which
// stalls nobody has looked at for long.
#include <boost/json.hpp>

#include <algorithm>
#include <map>

#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/text_or_null.hpp"
#include "gateway/api/vault_rows.hpp"
#include "merchant/stall_code.hpp"
#include "qr/verdict.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

constexpr std::size_t place_bytes_max = 120;
constexpr std::size_t kept_for_each_stall = 50;
constexpr std::size_t newest_shown_max = 50;
constexpr std::chrono::days unchecked_after{30};
/// Stands for the stall of a code that names none, where none was given either.
constexpr std::string_view no_stall = "-";

/// "patrol/<market>/<stall>/<instant>": sorted by stall, then by time. Who checked and where is
/// erasable, so it lies in the vault and not in the log.
std::string rows_of(const merchant::MarketId& market) {
  return "patrol/" + market.text() + '/';
}

/// Rows of the stall beyond those that are kept, oldest first, to be erased.
std::vector<ledger::VaultChange> too_old(ledger::Reader& reader, const std::string& prefix) {
  std::vector<ledger::VaultChange> changes;
  const auto rows = reader.vault_list(prefix);
  for (std::size_t i = 0; i + kept_for_each_stall <= rows.size(); ++i) {
    changes.push_back({rows[i].first, std::nullopt});
  }
  return changes;
}

net::Task<Response> note_check(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::patrol);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"payload", "stall", "place"}};
  const auto payload = body.text("payload");
  const auto here = body.stall("stall");
  const auto place = body.text("place");
  if (!body.good()) co_return problem_of(body.error());
  if (place.size() > place_bytes_max) co_return bad_request("bad_text", "place: at most 120 bytes");
  merchant::ShowRegistry what{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  if (!here.empty() && !(*asked.answer)->stall(here)) {
    co_return problem_of(merchant::Error{merchant::Errc::unknown_stall, std::string{here.text()}});
  }
  const auto judged = qr::judge(payload, here.text(), merchant::issued_codes(*asked.answer));
  const std::string stall = here.empty() ? judged.stall : std::string{here.text()};
  const auto at = ledger::format_instant(services.clock.now());
  const json::object row{{"at", at},
                         {"stall", text_or_null(stall)},
                         {"verdict", qr::verdict_name(judged.verdict)},
                         {"code_of", text_or_null(judged.stall)},
                         {"place", place},
                         {"by", actor(caller, *access)}};
  const auto prefix =
      rows_of(access->market) + (stall.empty() ? std::string{no_stall} : stall) + '/';
  std::vector<ledger::VaultChange> rows;
  const bool read = co_await services.readers.run(
      exchange.loop(), [&](ledger::Reader& reader) { rows = too_old(reader, prefix); });
  if (!read) co_return problem_of(LaneState::busy);
  rows.push_back({prefix + at, json::serialize(row)});
  const auto kept = co_await keep_rows(services, exchange.loop(), rows);
  if (kept != LaneState::answered) co_return problem_of(kept);
  co_return json_answer(json::serialize(row), 201);
}

/// The newest check of each stall that found its own sticker, and the newest of all.
struct Checks {
  std::map<std::string, std::string, std::less<>> genuine_at;
  std::vector<json::object> all;  ///< oldest first by time
};

Checks read_checks(ledger::Reader& reader, const merchant::MarketId& market) {
  Checks checks;
  for (const auto& [name, value] : reader.vault_list(rows_of(market))) {
    auto row = json::parse(value).as_object();
    if (row.at("verdict") == "genuine" && row.at("stall").is_string()) {
      checks.genuine_at[std::string{row.at("stall").as_string()}] = row.at("at").as_string();
    }
    checks.all.push_back(std::move(row));
  }
  std::ranges::stable_sort(checks.all, {}, [](const json::object& row) {
    return std::string{row.at("at").as_string()};
  });
  return checks;
}

std::string checks_json(const Checks& checks, const merchant::Registry& registry,
                        ledger::Instant now) {
  const auto bound = ledger::format_instant(now - unchecked_after);
  json::array unchecked;
  for (const auto& zone : registry.zones) {
    for (const auto* stall : registry.stalls_of(zone.id)) {
      const auto found = checks.genuine_at.find(stall->id.text());
      const bool ever = found != checks.genuine_at.end();
      if (ever && found->second >= bound) continue;
      unchecked.push_back({{"stall", stall->id.text()},
                           {"name", stall->name},
                           {"zone", zone.name},
                           {"checked_at", ever ? json::value(found->second) : json::value{}}});
    }
  }
  json::array newest;
  for (auto row = checks.all.rbegin(); row != checks.all.rend(); ++row) {
    if (newest.size() == newest_shown_max) break;
    newest.push_back(*row);
  }
  return json::serialize(json::object{{"days", unchecked_after.count()},
                                      {"stalls", registry.stalls.size()},
                                      {"unchecked", std::move(unchecked)},
                                      {"newest", std::move(newest)}});
}

net::Task<Response> list_checks(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::patrol);
  if (!access) co_return no_access(caller);
  merchant::ShowRegistry what{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  Checks checks;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    checks = read_checks(reader, (*asked.answer)->market);
  });
  if (!read) co_return problem_of(LaneState::busy);
  co_return json_answer(checks_json(checks, **asked.answer, services.clock.now()));
}

}  // namespace

void add_patrol_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::post, "/v1/patrols", 8 * 1024,
              [&](Exchange& exchange) { return note_check(services, exchange); }});
  router.add({Method::get, "/v1/patrols", 0,
              [&](Exchange& exchange) { return list_checks(services, exchange); }});
}

}  // namespace chopay::api
