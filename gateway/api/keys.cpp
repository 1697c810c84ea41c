// GET and POST /v1/keys, DELETE /v1/keys/{id}, POST /v1/invitations: who may do what, made, listed
// and revoked. Whose keys each role makes, permissions.hpp says.
#include <boost/json.hpp>

#include <algorithm>

#include "gateway/api/access_keys.hpp"
#include "gateway/api/codes.hpp"
#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/new_key.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/text_or_null.hpp"
#include "gateway/api/vault_rows.hpp"
#include "gateway/http/problem.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

constexpr std::size_t name_bytes_max = 64;
constexpr std::ptrdiff_t keys_of_stall_max = 20;
constexpr std::size_t keys_of_market_max = 20'000;

/// True where the access may revoke the key: one that it could have made, or its own.
bool may_revoke(const Access& access, const KeyView& key) {
  if (key.hash == access.key) return true;
  return access.may(Deed::keep_keys, key.access.stall) && may_put_out(access.role, key.access.role);
}

json::object key_json(const Services& services, const KeyView& key, const Caller& caller) {
  const auto& access = key.access;
  json::value made_at;
  if (access.made_at != ledger::Instant{}) made_at = ledger::format_instant(access.made_at);
  json::value used_at;
  if (key.used_at) used_at = ledger::format_instant(*key.used_at);
  return {{"id", key_id(key.hash)},
          {"role", role_name(access.role)},
          {"stall", text_or_null(access.stall.text())},
          {"name", text_or_null(access.name)},
          {"made_at", std::move(made_at)},
          {"used_at", std::move(used_at)},
          {"settled", is_settled(access, services.clock.now(), services.payee_cool_off)},
          {"vouched_for", !access.vouched_by.empty()},
          {"own", caller.any([&](const Access& one) { return one.key == key.hash; })}};
}

net::Task<Response> list_keys(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::keep_keys);
  if (!access) co_return no_access(caller);
  json::array rows;
  for (const auto& key : services.keys.list(access->market)) {
    if (may_revoke(*access, key)) rows.push_back(key_json(services, key, caller));
  }
  co_return json_answer(json::serialize(json::object{{"keys", std::move(rows)}}));
}

/// What a new key would open, as the body says; the market is the maker's.
std::variant<Access, Response> read_access(std::string_view text) {
  JsonBody body{text, {"role", "stall", "name"}};
  const auto role = role_from_name(body.text("role"));
  if (body.good() && !role) {
    return http::problem(422, "bad_role",
                         "a role is api, till, helper, board, collector, viewer, ward or operator");
  }
  Access wanted;
  wanted.name = body.text("name");
  if (wanted.name.size() > name_bytes_max) {
    body.note(merchant::Error{merchant::Errc::bad_text, "name"});
  }
  if (role && is_of_a_stall(*role)) wanted.stall = body.stall("stall");
  if (!body.good()) return problem_of(body.error());
  wanted.role = *role;
  return wanted;
}

/// Why there may be no such key; nothing where there may.
std::optional<Response> refuse_key(const Access& maker, const Access& wanted,
                                   const std::vector<KeyView>& there) {
  if (there.size() >= keys_of_market_max) {
    return http::problem(409, "too_many_keys", "revoke some first");
  }
  if (!is_of_a_stall(wanted.role)) return std::nullopt;
  const auto of_stall = std::ranges::count_if(
      there, [&](const KeyView& key) { return key.access.stall == wanted.stall; });
  if (of_stall >= keys_of_stall_max) {
    return http::problem(409, "too_many_keys", "revoke some of the stall's first");
  }
  // A further one would let the board see and say what only the household may.
  if (maker.role == Role::board && of_stall > 0) {
    return http::problem(409, "stall_has_keys", "the household's own till makes further ones");
  }
  return std::nullopt;
}

/// What the body asks for, where the caller may make it and the market can have it.
net::Task<std::variant<Access, Response>> new_access(Services& services, Exchange& exchange,
                                                     const Caller& caller) {
  if (!caller.known()) co_return no_access(caller);
  auto read = read_access(exchange.request().body);
  if (auto* refused = std::get_if<Response>(&read)) co_return std::move(*refused);
  auto* wanted = std::get_if<Access>(&read);
  const auto* maker = caller.allowed(Deed::keep_keys, wanted->stall);
  if (!maker || !may_make(maker->role, wanted->role)) co_return no_access(caller);
  // A key in a browser has no password that could be asked for: no manager comes of it.
  const bool peer = wanted->role == Role::board && maker->role == Role::board;
  if (peer && maker->account.empty()) co_return no_access(caller);
  // Whoever finds an open till would else let a phone of their own in, and have that one agree.
  if (!services.keys.is_proved(*maker)) co_return proof_needed();
  // A manager let in just now must not have a household of hers wait beside her.
  if (is_of_a_stall(wanted->role) && maker->role == Role::board && !maker->vouched_by.empty() &&
      !is_settled(*maker, services.clock.now(), services.payee_cool_off)) {
    co_return key_too_new();
  }
  wanted->market = maker->market;
  wanted->made_at = services.clock.now();
  wanted->by_another = maker->role != Role::till;
  wanted->vouched_by = voucher_of(*maker);
  merchant::ShowRegistry what{maker->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  if (is_of_a_stall(wanted->role) && !(*asked.answer)->stall(wanted->stall)) {
    co_return problem_of(merchant::Error{merchant::Errc::unknown_stall, wanted->stall.text()});
  }
  auto refused = refuse_key(*maker, *wanted, services.keys.list(maker->market));
  if (refused) co_return std::move(*refused);
  co_return std::move(*wanted);
}

/// A program gets its key at once; people get an invitation, so that nobody has their key.
net::Task<Response> make_key(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  auto made = co_await new_access(services, exchange, caller);
  if (auto* refused = std::get_if<Response>(&made)) co_return std::move(*refused);
  auto& access = std::get<Access>(made);
  if (is_of_a_stall(access.role)) {
    co_return http::problem(409, "invite_instead", "a household's device makes its own key");
  }
  const bool by_board =
      !caller.any([](const Access& one) { return may_make(one.role, Role::program); });
  if (access.role == Role::board && by_board) {
    co_return http::problem(409, "invite_instead", "a further manager signs in");
  }
  auto key = co_await keep_new_key(services, exchange, access);
  if (auto* refused = std::get_if<Response>(&key)) co_return std::move(*refused);
  const auto& text = std::get<std::string>(key);
  auto answer = key_json(services, {key_hash(text), access, {}}, caller);
  answer["key"] = text;
  co_return json_answer(json::serialize(answer), 201);
}

/// Who invites, as entries keep it: of the caller's accesses the one that may.
std::string inviter_of(const Caller& caller, const Access& wanted) {
  const auto* maker = caller.allowed(Deed::keep_keys, wanted.stall);
  return maker ? actor(caller, *maker) : std::string{};
}

/// Keeps the rows of an offer. That somebody is let in who may let others in is an entry too.
net::Task<std::optional<Response>> keep_offer(Services& services, net::Loop& loop, Access access,
                                              std::string by,
                                              std::vector<ledger::VaultChange> rows) {
  if (access.role != Role::board && access.role != Role::system_operator) {
    const auto kept = co_await keep_rows(services, loop, std::move(rows));
    if (kept == LaneState::answered) co_return std::nullopt;
    co_return problem_of(kept);
  }
  merchant::NoteInvitation what{
      access.market, std::string{role_name(access.role)}, std::move(by), {}, std::move(rows)};
  const auto noted = co_await services.lane.ask(loop, what);
  if (noted.state != LaneState::answered) co_return problem_of(noted.state);
  if (!noted.answer) co_return problem_of(noted.answer.error());
  co_return std::nullopt;
}

net::Task<Response> invite(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  auto made = co_await new_access(services, exchange, caller);
  if (auto* refused = std::get_if<Response>(&made)) co_return std::move(*refused);
  const auto& access = std::get<Access>(made);
  if (access.role == Role::program) {
    co_return http::problem(409, "make_instead", "that role has no page to open");
  }
  const auto now = services.clock.now();
  auto offered = services.invitations.offer(access, now, services.random);
  auto by = inviter_of(caller, access);
  auto refused = co_await keep_offer(services, exchange.loop(), access, std::move(by),
                                     std::move(offered.rows));
  if (refused) {
    services.invitations.take(offered.code, now);
    co_return std::move(*refused);
  }
  const auto url = services.public_url + "/enrol/" + offered.code;
  co_return json_answer(json::serialize(json::object{
                            {"url", url},
                            {"role", role_name(access.role)},
                            {"stall", text_or_null(access.stall.text())},
                            {"expires_at", ledger::format_instant(now + InvitationList::lifetime)},
                            {"qr_svg", svg_answer(services.drawings, url).body}}),
                        201);
}

net::Task<Response> revoke_key(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  for (const auto& access : caller.accesses()) {
    const auto keys = services.keys.list(access.market);
    const auto found = std::ranges::find_if(keys, [&](const KeyView& key) {
      return key_id(key.hash) == exchange.param("id") && may_revoke(access, key);
    });
    if (found == keys.end()) continue;
    // Whoever finds an open till would else put the household's other devices out.
    if (!services.keys.is_proved(access)) co_return proof_needed();
    const auto erased = co_await forget_key(services, exchange.loop(), found->hash);
    if (erased != LaneState::answered) co_return problem_of(erased);
    services.warn("key_revoked", key_id(found->hash) + " by " + key_id(access.key),
                  exchange.request().id);
    Response response;
    response.status = 204;
    co_return response;
  }
  co_return http::problem(404, "unknown_key", "there is no such key that this one may revoke");
}

}  // namespace

net::Task<std::variant<std::string, Response>> keep_new_key(Services& services,
                                                            const http::Exchange& exchange,
                                                            const Access& access,
                                                            std::vector<ledger::VaultChange> rows) {
  const auto key = new_key(services.random);
  rows.push_back(key_row(key, access));
  const auto kept = co_await keep_rows(services, exchange.loop(), std::move(rows));
  if (kept != LaneState::answered) co_return problem_of(kept);
  services.keys.add(key_hash(key), access);
  services.warn(
      "key_made",
      std::string{role_name(access.role)} + ' ' + access.stall.text() + ' ' + key_id(key_hash(key)),
      exchange.request().id);
  co_return key;
}

net::Task<LaneState> forget_key(Services& services, net::Loop& loop, const std::string& hash) {
  const auto erased = co_await keep_rows(services, loop, key_erasure(hash));
  if (erased == LaneState::answered) services.keys.remove(hash);
  co_return erased;
}

void add_key_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/v1/keys", 0,
              [&](Exchange& exchange) { return list_keys(services, exchange); }});
  router.add({Method::post, "/v1/keys", 1024,
              [&](Exchange& exchange) { return make_key(services, exchange); }});
  router.add({Method::post, "/v1/invitations", 1024,
              [&](Exchange& exchange) { return invite(services, exchange); }});
  router.add({Method::delete_, "/v1/keys/{id}", 0,
              [&](Exchange& exchange) { return revoke_key(services, exchange); }});
}

}  // namespace chopay::api
