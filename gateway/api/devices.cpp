// GET and POST /v1/devices/pin, POST /v1/devices/pin/remove, /lock, /unlock and /active: the PIN of
// the device whose key the request came with.
#include "gateway/api/devices.hpp"

#include <boost/json.hpp>

#include "gateway/api/json_body.hpp"
#include "gateway/api/new_key.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/vault_rows.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "gateway/people/password_rules.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

/// The device's key: the first that is the stall's, of those that a browser has for several;
/// without one, the first that is any stall's.
const Access* device_in(const std::deque<Access>& accesses, const merchant::StallId& stall = {}) {
  for (const auto& access : accesses) {
    if (is_of_a_stall(access.role) && (stall.empty() || access.stall == stall)) return &access;
  }
  return nullptr;
}

/// The stall whose device the body is about; empty where it names none.
merchant::StallId stall_in(JsonBody& body) {
  return body.has("stall") ? body.stall("stall") : merchant::StallId{};
}

/// True where the device may have another PIN, but not none.
bool must_have_pin(const Services& services, const Access& access) {
  return access.by_invitation && services.keys.pins.are_required();
}

Response device_answer(const Services& services, const Access& access) {
  const auto& pins = services.keys.pins;
  return json_answer(
      json::serialize(json::object{{"stall", access.stall.text()},
                                   {"role", role_name(access.role)},
                                   {"pin", pins.has(access.key)},
                                   {"pin_required", must_have_pin(services, access)},
                                   {"locked", pins.is_locked(access.key, services.clock.now())},
                                   {"locks_after_s", pins.idle().count()}}));
}

Response refusal_of(const Unlocking& unlocking) {
  using Outcome = Unlocking::Outcome;
  switch (unlocking.outcome) {
    case Outcome::wait:
      return too_many_tries(unlocking.wait, "too many PINs were wrong");
    case Outcome::wrong:
      return http::problem(403, "wrong_pin",
                           std::to_string(unlocking.left) + " more tries are left");
    case Outcome::revoked:
      return http::problem(403, "device_revoked", "the PIN was wrong too often: enrol it anew");
    default:
      return problem_of(LaneState::busy);
  }
}

/// Why it can be nobody's PIN; nothing where it can.
std::optional<ChosenPin::Outcome> weakness_of_pin(const std::string& pin) {
  if (!people::is_pin(pin)) return ChosenPin::Outcome::bad;
  if (people::is_obvious_pin(pin)) return ChosenPin::Outcome::obvious;
  return std::nullopt;
}

Response refusal_of(const ChosenPin& chosen) {
  switch (chosen.outcome) {
    case ChosenPin::Outcome::bad:
      return http::problem(422, "bad_pin", "a PIN has 4 to 8 digits");
    case ChosenPin::Outcome::obvious:
      return http::problem(422, "obvious_pin", "everybody tries this one first");
    default:
      return problem_of(chosen.lane);
  }
}

/// Nothing where the device has no PIN, or the one that it has is `current`.
net::Task<std::optional<Response>> refuse_change(Services& services, const Exchange& exchange,
                                                 const Access& access, const std::string& current) {
  if (!services.keys.pins.has(access.key)) co_return std::nullopt;
  const auto unlocking = co_await judge_pin(services, exchange, access, current);
  if (unlocking.outcome == Unlocking::Outcome::right) co_return std::nullopt;
  co_return refusal_of(unlocking);
}

net::Task<Response> show_device(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto query = http::parse_query(exchange.request().query, {"stall"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  const auto stall = merchant::StallId::parse(query->get("stall"));
  const auto* access = device_in(caller.accesses(), stall ? *stall : merchant::StallId{});
  if (!access) co_return no_access(caller);
  co_return device_answer(services, *access);
}

net::Task<Response> set_pin(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  JsonBody body{exchange.request().body, {"pin", "current", "stall"}};
  const auto stall = stall_in(body);
  const auto* access = device_in(caller.without_pin(), stall);
  if (!access) access = device_in(caller.accesses(), stall);
  if (!access) co_return no_access(caller);
  const auto pin = body.text("pin");
  const auto current = body.text("current");
  if (!body.good()) co_return problem_of(body.error());
  // Before the present PIN is judged: no try of it is spent on a change that cannot be.
  if (const auto weakness = weakness_of_pin(pin)) co_return refusal_of(ChosenPin{*weakness});
  auto refused = co_await refuse_change(services, exchange, *access, current);
  if (refused) co_return std::move(*refused);
  const auto chosen = co_await choose_pin(services, exchange, *access, pin);
  if (chosen.outcome != ChosenPin::Outcome::kept) co_return refusal_of(chosen);
  co_return device_answer(services, *access);
}

net::Task<Response> remove_pin(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  JsonBody body{exchange.request().body, {"current", "stall"}};
  const auto* access = device_in(caller.accesses(), stall_in(body));
  if (!access) co_return no_access(caller);
  if (must_have_pin(services, *access)) {
    co_return http::problem(409, "pin_required", "this market's devices have one; change it");
  }
  const auto current = body.text("current");
  if (!body.good()) co_return problem_of(body.error());
  auto refused = co_await refuse_change(services, exchange, *access, current);
  if (refused) co_return std::move(*refused);
  const auto kept = co_await keep_rows(services, exchange.loop(), DevicePins::erasure(access->key));
  if (kept != LaneState::answered) co_return problem_of(kept);
  services.keys.pins.remove(access->key);
  services.warn("pin_removed", key_id(access->key), exchange.request().id);
  co_return device_answer(services, *access);
}

net::Task<Response> lock_now(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto text = exchange.request().body.empty() ? "{}" : exchange.request().body;
  JsonBody body{text, {"stall"}};
  const auto* access = device_in(caller.accesses(), stall_in(body));
  if (!access) co_return no_access(caller);
  if (!body.good()) co_return problem_of(body.error());
  auto locked = co_await lock_device(services, exchange.loop(), *access);
  if (auto* refused = std::get_if<Response>(&locked)) co_return std::move(*refused);
  if (!std::get<bool>(locked)) co_return http::problem(409, "no_pin", "set a PIN first");
  co_return device_answer(services, *access);
}

net::Task<Response> unlock_now(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  JsonBody body{exchange.request().body, {"pin", "stall"}};
  const auto stall = stall_in(body);
  const auto* access = device_in(caller.locked(), stall);
  // An open device's PIN proves who has it in the hand.
  if (!access) access = device_in(caller.accesses(), stall);
  if (!access) co_return no_access(caller);
  const auto pin = body.text("pin");
  if (!body.good()) co_return problem_of(body.error());
  const auto unlocking = co_await judge_pin(services, exchange, *access, pin);
  if (unlocking.outcome != Unlocking::Outcome::right) co_return refusal_of(unlocking);
  co_return device_answer(services, *access);
}

/// Says that somebody touches the device; the Caller has noted it.
net::Task<Response> note_active(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!device_in(caller.accesses())) co_return no_access(caller);
  Response response;
  response.status = 204;
  co_return response;
}

}  // namespace

net::Task<ChosenPin> choose_pin(Services& services, const http::Exchange& exchange,
                                const Access& access, const std::string& pin) {
  if (const auto weakness = weakness_of_pin(pin)) co_return ChosenPin{*weakness};
  auto hash = co_await hash_on(services.desk.pins, exchange.loop(), services.random, pin);
  if (!hash) co_return ChosenPin{ChosenPin::Outcome::not_kept, LaneState::busy};
  const auto now = services.clock.now();
  auto rows = DevicePins::setting(access.key, *hash, now);
  const auto kept = co_await keep_rows(services, exchange.loop(), std::move(rows));
  if (kept != LaneState::answered) co_return ChosenPin{ChosenPin::Outcome::not_kept, kept};
  services.keys.pins.set(access.key, std::move(*hash), now);
  services.warn("pin_set", key_id(access.key), exchange.request().id);
  co_return ChosenPin{ChosenPin::Outcome::kept};
}

net::Task<Unlocking> judge_pin(Services& services, const http::Exchange& exchange,
                               const Access& access, const std::string& pin) {
  using Outcome = Unlocking::Outcome;
  using State = DevicePins::Try::State;
  auto& pins = services.keys.pins;
  const auto begun = pins.begin(access.key, services.clock.now());
  if (begun.state == State::no_pin) co_return Unlocking{Outcome::right};
  if (begun.state == State::wait) co_return Unlocking{Outcome::wait, begun.wait, begun.left};
  Unlocking judged{Outcome::wrong, {}, begun.left};
  if (begun.state == State::go) {
    // The try is kept before it is judged: a restart gives nobody more of them.
    const auto kept = co_await keep_rows(services, exchange.loop(), pins.kept(access.key));
    if (kept != LaneState::answered) co_return Unlocking{Outcome::busy};
    const std::string typed = people::is_pin(pin) ? pin : std::string{};
    const auto fits = co_await fits_on(services.desk.pins, exchange.loop(), typed, begun.hash);
    if (!fits) {
      co_await keep_rows(services, exchange.loop(), pins.take_back(access.key));
      co_return Unlocking{Outcome::busy};
    }
    if (*fits) {
      const auto done = co_await keep_rows(services, exchange.loop(),
                                           pins.right(access.key, services.clock.now()));
      judged.outcome = done == LaneState::answered ? Outcome::right : Outcome::busy;
      co_return judged;
    }
    if (judged.left > 0) co_return judged;
  }
  const auto revoked = co_await forget_key(services, exchange.loop(), access.key);
  if (revoked == LaneState::answered)
    services.warn("pin_wrong_too_often", key_id(access.key), exchange.request().id);
  judged.outcome = revoked == LaneState::answered ? Outcome::revoked : Outcome::busy;
  co_return judged;
}

net::Task<std::variant<bool, http::Response>> lock_device(Services& services, net::Loop& loop,
                                                          const Access& access) {
  auto rows = services.keys.pins.lock(access.key);
  if (rows.empty()) co_return false;
  const auto kept = co_await keep_rows(services, loop, std::move(rows));
  if (kept != LaneState::answered) co_return problem_of(kept);
  co_return true;
}

void add_device_routes(http::Router& router, Services& services) {
  using http::Method;
  const std::string path = "/v1/devices/";
  router.add({Method::get, path + "pin", 0,
              [&](Exchange& exchange) { return show_device(services, exchange); }});
  router.add({Method::post, path + "pin", 1024,
              [&](Exchange& exchange) { return set_pin(services, exchange); }});
  router.add({Method::post, path + "pin/remove", 1024,
              [&](Exchange& exchange) { return remove_pin(services, exchange); }});
  router.add({Method::post, path + "lock", 1024,
              [&](Exchange& exchange) { return lock_now(services, exchange); }});
  router.add({Method::post, path + "unlock", 1024,
              [&](Exchange& exchange) { return unlock_now(services, exchange); }});
  router.add({Method::post, path + "active", 1024,
              [&](Exchange& exchange) { return note_active(services, exchange); }});
}

}  // namespace chopay::api
