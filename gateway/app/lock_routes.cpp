#include "gateway/app/lock_routes.hpp"

#include "gateway/api/devices.hpp"
#include "gateway/app/language.hpp"
#include "gateway/app/people_words.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/redirect.hpp"
#include "gateway/pages/absent.hpp"
#include "gateway/pages/lock.hpp"

namespace chopay::app {
namespace {

using api::Access;
using api::Caller;
using api::Services;
using http::Exchange;
using http::Response;
using http::see_other;
using pages::LockState;

/// The device in the hand: one that waits for its PIN first, and of this stall where one is named;
/// nullptr where the browser has no such key.
const Access* device_of(const Caller& caller, std::string_view stall = {}) {
  for (const auto* accesses : {&caller.locked(), &caller.without_pin(), &caller.accesses()}) {
    for (const auto& access : *accesses) {
      const bool is_meant = stall.empty() || access.stall.text() == stall;
      if (api::is_of_a_stall(access.role) && is_meant) return &access;
    }
  }
  return nullptr;
}

LockState state_of(api::Unlocking::Outcome outcome) {
  using Outcome = api::Unlocking::Outcome;
  switch (outcome) {
    case Outcome::wrong:
      return LockState::wrong;
    case Outcome::wait:
      return LockState::wait;
    case Outcome::revoked:
      return LockState::revoked;
    default:
      return LockState::busy;
  }
}

LockState state_of(api::ChosenPin::Outcome outcome) {
  using Outcome = api::ChosenPin::Outcome;
  switch (outcome) {
    case Outcome::bad:
      return LockState::choose_digits;
    case Outcome::obvious:
      return LockState::choose_obvious;
    default:
      return LockState::choose_busy;
  }
}

LockState state_of(const Services& services, const Access& access) {
  if (services.keys.needs_pin(access)) return LockState::choose;
  if (services.keys.is_locked(access)) return LockState::locked;
  return services.keys.pins.has(access.key) ? LockState::unlocked : LockState::no_pin;
}

Response lock_page_of(const Exchange& exchange, LockState state, const Access& access,
                      const api::Unlocking& unlocking = {}) {
  const auto stall = access.stall.text();
  return pages::lock_page(
      {state, stall, unlocking.left, unlocking.wait, language_of(exchange.request())});
}

net::Task<Response> show_lock(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = device_of(caller);
  if (!access) co_return pages::sign_in_page(language_of(exchange.request()));
  co_return lock_page_of(exchange, state_of(services, *access), *access);
}

/// The first PIN of a device that opens nothing before; then its page.
net::Task<Response> choose_first(Services& services, Exchange& exchange, const Access& access) {
  const auto form = http::parse_query(exchange.request().body);
  const std::string pin{form ? form->get("pin") : std::string_view{}};
  if (form && pin != form->get("again")) {
    co_return lock_page_of(exchange, LockState::choose_again, access);
  }
  const auto chosen = co_await api::choose_pin(services, exchange, access, pin);
  if (chosen.outcome != api::ChosenPin::Outcome::kept) {
    co_return lock_page_of(exchange, state_of(chosen.outcome), access);
  }
  co_return see_other(page_of(access));
}

net::Task<Response> change_lock(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto form = http::parse_query(exchange.request().body);
  const auto* access = device_of(caller, form ? form->get("stall") : std::string_view{});
  if (!access) co_return pages::sign_in_page(language_of(exchange.request()));
  if (services.keys.needs_pin(*access)) {
    co_return co_await choose_first(services, exchange, *access);
  }
  if (!services.keys.is_locked(*access)) {
    if (!form || form->get("lock") != "yes") co_return see_other(page_of(*access));
    auto locked = co_await api::lock_device(services, exchange.loop(), *access);
    if (auto* refused = std::get_if<Response>(&locked)) co_return std::move(*refused);
    co_return lock_page_of(exchange, state_of(services, *access), *access);
  }
  const std::string pin{form ? form->get("pin") : std::string_view{}};
  const auto unlocking = co_await api::judge_pin(services, exchange, *access, pin);
  if (unlocking.outcome == api::Unlocking::Outcome::right) co_return see_other(page_of(*access));
  co_return lock_page_of(exchange, state_of(unlocking.outcome), *access, unlocking);
}

}  // namespace

void add_lock_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add(
      {Method::get, "/lock", 0, [&](Exchange& exchange) { return show_lock(services, exchange); }});
  router.add({Method::post, "/lock", 1024,
              [&](Exchange& exchange) { return change_lock(services, exchange); }});
}

}  // namespace chopay::app
