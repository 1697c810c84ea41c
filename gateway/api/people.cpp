// GET /v1/sessions, DELETE /v1/sessions/{id}, POST /v1/sessions/proof, …/password, …/authenticator,
// …/authenticator/confirm; GET /v1/people, DELETE /v1/people/{name}: who has signed in where, and
// who may at all.
#include <boost/json.hpp>

#include <algorithm>

#include "gateway/api/codes.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/text_or_null.hpp"
#include "gateway/api/vault_rows.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/people/password_rules.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

/// The session that the request came with, or nullptr.
const Access* session_of(const Caller& caller) {
  for (const auto& access : caller.accesses()) {
    if (!access.account.empty()) return &access;
  }
  return nullptr;
}

json::object session_json(const Sessions::View& view, const SessionLimits& limits,
                          const Access& own) {
  const auto& session = view.session;
  const auto ends_at = std::min(session.made_at + limits.absolute, session.seen_at + limits.idle);
  return {{"id", key_id(view.hash)},
          {"agent", text_or_null(session.agent)},
          {"made_at", ledger::format_instant(session.made_at)},
          {"seen_at", ledger::format_instant(session.seen_at)},
          {"ends_at", ledger::format_instant(ends_at)},
          {"own", view.hash == own.key}};
}

net::Task<Response> list_sessions(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* own = session_of(caller);
  if (!own) co_return no_access(caller);
  const auto& sessions = services.keys.sessions;
  json::array rows;
  for (const auto& view : sessions.list(own->account, services.clock.now())) {
    rows.push_back(session_json(view, sessions.limits(), *own));
  }
  co_return json_answer(json::serialize(
      json::object{{"sign_in_name", own->account},
                   {"role", role_name(own->role)},
                   {"proved_until", ledger::format_instant(own->proved_at + proof_lifetime)},
                   {"csrf_token", csrf_token(caller.session_id())},
                   {"sessions", std::move(rows)}}));
}

net::Task<Response> end_session(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* own = session_of(caller);
  if (!own) co_return no_access(caller);
  auto& sessions = services.keys.sessions;
  const auto all = sessions.list(own->account, services.clock.now());
  const auto found = std::ranges::find_if(
      all, [&](const auto& view) { return key_id(view.hash) == exchange.param("id"); });
  if (found == all.end()) co_return http::problem(404, "unknown_session");
  const auto kept = co_await keep_rows(services, exchange.loop(), sessions.end(found->hash));
  if (kept != LaneState::answered) co_return problem_of(kept);
  services.warn("session_ended", own->account + ' ' + key_id(found->hash), exchange.request().id);
  Response response;
  response.status = 204;
  if (found->hash == own->key) {
    response.headers.add("Set-Cookie", session_cookie({}, {}, services.is_https()));
  }
  co_return response;
}

Response refusal_of(const Judged& judged) {
  switch (judged.outcome) {
    case SignInOutcome::busy:
      return problem_of(LaneState::busy);
    case SignInOutcome::wait:
      return too_many_tries(judged.wait, "too many were wrong");
    default:
      return http::problem(403, "wrong_proof", "the password or the code is wrong");
  }
}

/// The session goes on under a new id.
Response proof_answer(const Services& services, const Session& session, const std::string& id) {
  auto response = json_answer(json::serialize(
      json::object{{"proved_until", ledger::format_instant(session.proved_at + proof_lifetime)},
                   {"csrf_token", csrf_token(id)}}));
  response.headers.add("Set-Cookie", session_cookie(id, services.keys.sessions.limits().absolute,
                                                    services.is_https()));
  return response;
}

net::Task<Response> prove(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* own = session_of(caller);
  if (!own) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"password", "code"}};
  const Credentials given{own->account, body.text("password"), body.text("code"),
                          client_address(exchange.request(), services.desk.proxies)};
  if (!body.good()) co_return problem_of(body.error());
  auto judged = co_await judge(services, exchange, given);
  if (judged.outcome != SignInOutcome::right) co_return refusal_of(judged);
  auto session = new_session(services, exchange.request(), own->account);
  const auto old = services.keys.sessions.find(own->key, services.clock.now());
  if (old) session.made_at = old->made_at;  // it ends when it would have
  auto opened = co_await open_session(services, exchange, session, std::move(judged.code_rows),
                                      caller.session_id());
  if (auto* refused = std::get_if<Response>(&opened)) co_return std::move(*refused);
  co_return proof_answer(services, session, std::get<std::string>(opened));
}

/// The same account with another password: whoever else was signed in as it is out.
net::Task<Response> change_password(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* own = session_of(caller);
  if (!own) co_return no_access(caller);
  if (!services.keys.is_proved(*own)) co_return proof_needed();
  JsonBody body{exchange.request().body, {"password"}};
  const auto password = body.text("password");
  if (!body.good()) co_return problem_of(body.error());
  if (people::weakness_of_password(password, own->account) != people::Weakness::none) {
    co_return http::problem(422, "weak_password",
                            "at least 10 characters, and neither the name nor an obvious one");
  }
  auto hash = co_await hash_on(services.desk.passwords, exchange.loop(), services.random, password);
  if (!hash) co_return problem_of(LaneState::busy);
  auto session = services.keys.sessions.find(own->key, services.clock.now());
  const auto before = services.keys.accounts.find(own->account);
  auto row = services.keys.accounts.set_password(own->account, std::move(*hash));
  if (!session || !before || !row) co_return no_access(Caller{{}, services.keys});
  auto rows = services.keys.sessions.end_all(own->account);
  rows.push_back(std::move(*row));
  const std::string ended_already;
  auto opened = co_await open_session(services, exchange, *session, std::move(rows), ended_already);
  if (auto* refused = std::get_if<Response>(&opened)) {
    // The vault has the password before: so has the next start.
    services.keys.accounts.set_password(own->account, before->password);
    co_return std::move(*refused);
  }
  co_return proof_answer(services, *session, std::get<std::string>(opened));
}

/// The secret that another app is to scan; nothing is changed before a code of it is given.
net::Task<Response> offer_authenticator(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* own = session_of(caller);
  if (!own) co_return no_access(caller);
  if (!services.keys.is_proved(*own)) co_return proof_needed();
  const auto secret = services.keys.sessions.offered_secret(own->key, services.random);
  if (!secret) co_return no_access(Caller{{}, services.keys});
  const auto address = people::enrolment_address(*secret, own->market.text(), own->account);
  co_return json_answer(
      json::serialize(json::object{{"secret", people::to_base32(*secret)},
                                   {"address", address},
                                   {"qr_svg", svg_answer(services.drawings, address).body}}));
}

net::Task<Response> take_authenticator(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* own = session_of(caller);
  if (!own) co_return no_access(caller);
  if (!services.keys.is_proved(*own)) co_return proof_needed();
  JsonBody body{exchange.request().body, {"code"}};
  const auto code = body.text("code");
  if (!body.good()) co_return problem_of(body.error());
  const auto now = services.clock.now();
  const auto secret = services.keys.sessions.offered_secret(own->key, services.random);
  const auto step = secret ? people::step_of_code(*secret, code, now, 0) : std::nullopt;
  if (!step) co_return http::problem(403, "wrong_proof", "it is no code of the new app");
  const auto session = services.keys.sessions.find(own->key, now);
  if (!session) co_return no_access(Caller{{}, services.keys});
  auto opened = co_await change_authenticator(services, exchange, *session, *secret, *step);
  if (auto* refused = std::get_if<Response>(&opened)) co_return std::move(*refused);
  co_return proof_answer(services, *session, std::get<std::string>(opened));
}

/// True where the access could have invited that person.
bool may_see(const Access& access, const Account& account) {
  if (access.account == account.name) return true;
  return access.market == account.access.market && access.may(Deed::keep_keys, {}) &&
         may_make(access.role, account.access.role);
}

/// True where the access may put that person out: itself always.
bool may_end(const Access& access, const Account& account) {
  if (access.account == account.name) return true;
  return may_see(access, account) && may_put_out(access.role, account.access.role);
}

net::Task<Response> list_people(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::keep_keys);
  if (!access) co_return no_access(caller);
  const auto now = services.clock.now();
  json::array rows;
  for (const auto& account : services.keys.accounts.list(access->market)) {
    if (!may_see(*access, account)) continue;
    const auto sessions = services.keys.sessions.list(account.name, now);
    rows.push_back(
        json::object{{"sign_in_name", account.name},
                     {"role", role_name(account.access.role)},
                     {"name", text_or_null(account.access.name)},
                     {"made_at", ledger::format_instant(account.access.made_at)},
                     {"settled", is_settled(account.access, now, services.payee_cool_off)},
                     {"vouched_for", !account.access.vouched_by.empty()},
                     {"sessions", sessions.size()},
                     {"may_put_out", may_end(*access, account)},
                     {"own", access->account == account.name}});
  }
  co_return json_answer(json::serialize(json::object{{"people", std::move(rows)}}));
}

net::Task<Response> put_out(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  const auto account = services.keys.accounts.find(exchange.param("name"));
  const Access* by = nullptr;
  for (const auto& access : caller.accesses()) {
    if (account && may_end(access, *account)) by = &access;
  }
  if (!by) co_return http::problem(404, "unknown_person", "there is nobody of that name for you");
  if (!services.keys.is_proved(*by)) co_return proof_needed();
  // Out at once, whatever becomes of the rows: those that are not kept now are tried again.
  services.keys.accounts.remove(account->name);
  auto rows = services.keys.sessions.end_all(account->name);
  rows.push_back(Accounts::erasure(account->name));
  const auto kept = co_await keep_rows(services, exchange.loop(), std::move(rows));
  if (kept != LaneState::answered) co_return problem_of(kept);
  services.warn("person_put_out", account->name + " by " + key_id(by->key), exchange.request().id);
  Response response;
  response.status = 204;
  co_return response;
}

}  // namespace

void add_people_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/v1/sessions", 0,
              [&](Exchange& exchange) { return list_sessions(services, exchange); }});
  router.add({Method::delete_, "/v1/sessions/{id}", 0,
              [&](Exchange& exchange) { return end_session(services, exchange); }});
  router.add({Method::post, "/v1/sessions/proof", 1024,
              [&](Exchange& exchange) { return prove(services, exchange); }});
  router.add({Method::post, "/v1/sessions/password", 1024,
              [&](Exchange& exchange) { return change_password(services, exchange); }});
  router.add({Method::post, "/v1/sessions/authenticator", 1024,
              [&](Exchange& exchange) { return offer_authenticator(services, exchange); }});
  router.add({Method::post, "/v1/sessions/authenticator/confirm", 1024,
              [&](Exchange& exchange) { return take_authenticator(services, exchange); }});
  router.add({Method::get, "/v1/people", 0,
              [&](Exchange& exchange) { return list_people(services, exchange); }});
  router.add({Method::delete_, "/v1/people/{name}", 0,
              [&](Exchange& exchange) { return put_out(services, exchange); }});
}

}  // namespace chopay::api
