// POST /v1/patrols: a sticker was scanned at its stall; GET /v1/patrols: what was found, and which
// stalls nobody has looked at for long.
#include <boost/json.hpp>

#include <map>

#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/vault_rows.hpp"
#include "merchant/stall_code.hpp"
#include "merchant/sticker_check.hpp"
#include "qr/verdict.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

constexpr std::size_t place_bytes_max = 120;
constexpr std::size_t newest_shown_max = 50;
constexpr std::chrono::days unchecked_after{30};

/// Rows of the stall beyond those that are kept, oldest first, to be erased.
std::vector<ledger::VaultChange> too_old(ledger::Reader& reader, const std::string& prefix) {
  std::vector<ledger::VaultChange> changes;
  const auto rows = reader.vault_list(prefix);
  for (std::size_t i = 0; i + merchant::sticker_checks_kept <= rows.size(); ++i) {
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
  const merchant::StickerCheck check{services.clock.now(),
                                     here.empty() ? judged.stall : std::string{here.text()},
                                     std::string{qr::verdict_name(judged.verdict)},
                                     judged.stall,
                                     place,
                                     actor(caller, *access)};
  const auto prefix = merchant::sticker_checks_of(access->market, check.stall);
  std::vector<ledger::VaultChange> rows;
  const bool read = co_await services.readers.run(
      exchange.loop(), [&](ledger::Reader& reader) { rows = too_old(reader, prefix); });
  if (!read) co_return problem_of(LaneState::busy);
  rows.push_back(merchant::sticker_check_row(access->market, check));
  const auto kept = co_await keep_rows(services, exchange.loop(), rows);
  if (kept != LaneState::answered) co_return problem_of(kept);
  co_return json_answer(merchant::to_json(check), 201);
}

using Checks = std::vector<merchant::StickerCheck>;

/// When each stall's own sticker was last seen. REQUIRES: the oldest check stands first.
std::map<std::string, ledger::Instant, std::less<>> genuine_at(const Checks& checks) {
  std::map<std::string, ledger::Instant, std::less<>> newest;
  for (const auto& check : checks) {
    if (check.verdict == qr::verdict_name(qr::Verdict::genuine)) newest[check.stall] = check.at;
  }
  return newest;
}

std::string checks_json(const Checks& checks, const merchant::Registry& registry,
                        ledger::Instant now) {
  const auto seen = genuine_at(checks);
  json::array unchecked;
  for (const auto& zone : registry.zones) {
    for (const auto* stall : registry.stalls_of(zone.id)) {
      const auto found = seen.find(stall->id.text());
      const bool ever = found != seen.end();
      if (ever && found->second >= now - unchecked_after) continue;
      unchecked.push_back({{"stall", stall->id.text()},
                           {"name", stall->name},
                           {"zone", zone.name},
                           {"checked_at", ever ? json::value(ledger::format_instant(found->second))
                                               : json::value{}}});
    }
  }
  json::array newest;
  for (auto check = checks.rbegin(); check != checks.rend(); ++check) {
    if (newest.size() == newest_shown_max) break;
    newest.push_back(json::parse(merchant::to_json(*check)));
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
    checks = merchant::read_sticker_checks(reader, (*asked.answer)->market);
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
