#include "gateway/app/sign_in_routes.hpp"

#include <algorithm>

#include "gateway/api/codes.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/vault_rows.hpp"
#include "gateway/app/language.hpp"
#include "gateway/app/people_words.hpp"
#include "gateway/app/visitor.hpp"
#include "gateway/bank/signature.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/redirect.hpp"
#include "gateway/pages/absent.hpp"
#include "gateway/pages/sign_in.hpp"

namespace chopay::app {
namespace {

using api::Access;
using api::Caller;
using api::Services;
using http::Exchange;
using http::Response;
using http::see_other;
using pages::SignInWord;

constexpr std::size_t form_bytes_max = 4 * 1024;
constexpr std::string_view secure_visit_name = "__Host-chopay-visit";
constexpr std::string_view visit_name = "chopay-visit";

std::string_view visit_cookie_name(const Services& services) {
  return services.is_https() ? secure_visit_name : visit_name;
}

/// The sign-in's form. Its token belongs to a cookie of this browser, so that no other page can
/// sign somebody in as somebody else.
Response form_page(Services& services, const http::Request& request, pages::SignInForm form) {
  std::string visit{api::cookie_of(request, visit_cookie_name(services))};
  const bool is_new = visit.empty();
  if (is_new) visit = api::new_session_id(services.random);
  const auto token = api::csrf_token(visit);
  form.token = token;
  form.language = language_of(request);
  auto response = pages::sign_in_form_page(form);
  if (is_new) {
    std::string cookie{visit_cookie_name(services)};
    cookie += '=' + visit + "; Path=/; HttpOnly; SameSite=Strict";
    if (services.is_https()) cookie += "; Secure";
    response.headers.add("Set-Cookie", cookie);
  }
  return response;
}

bool is_of_this_visit(const Services& services, const http::Request& request,
                      std::string_view token) {
  const auto visit = api::cookie_of(request, visit_cookie_name(services));
  return !visit.empty() && bank::equal_in_constant_time(token, api::csrf_token(visit));
}

SignInWord word_of(api::SignInOutcome outcome) {
  switch (outcome) {
    case api::SignInOutcome::wait:
      return SignInWord::wait;
    case api::SignInOutcome::busy:
      return SignInWord::busy;
    default:
      return SignInWord::wrong;
  }
}

net::Task<Response> show_sign_in(Services& services, Exchange& exchange) {
  co_return form_page(services, exchange.request(), {});
}

net::Task<Response> sign_in(Services& services, Exchange& exchange) {
  const auto& request = exchange.request();
  const auto form = http::parse_query(request.body);
  if (!form) co_return api::bad_request("bad_form", form.error().message());
  pages::SignInForm again;
  again.name = form->get("name");
  if (!is_of_this_visit(services, request, form->get("csrf"))) {
    again.word = SignInWord::stale;
    co_return form_page(services, request, again);
  }
  const api::Credentials given{std::string{form->get("name")}, std::string{form->get("password")},
                               std::string{form->get("code")},
                               api::client_address(request, services.desk.proxies)};
  auto judged = co_await api::judge(services, exchange, given);
  if (judged.outcome != api::SignInOutcome::right) {
    again.word = word_of(judged.outcome);
    again.wait = judged.wait;
    co_return form_page(services, request, again);
  }
  const auto session = api::new_session(services, request, judged.account->name);
  const Caller caller{request, services.keys};
  auto opened = co_await api::open_session(services, exchange, session, std::move(judged.code_rows),
                                           caller.session_id());
  if (auto* refused = std::get_if<Response>(&opened)) co_return std::move(*refused);
  auto response = see_other(page_of(judged.account->access));
  response.headers.add("Set-Cookie", api::session_cookie(std::get<std::string>(opened),
                                                         services.keys.sessions.limits().absolute,
                                                         services.is_https()));
  co_return response;
}

/// The session that the request came with, or nullptr.
const Access* signed_in(const Caller& caller) {
  const auto found = std::ranges::find_if(
      caller.accesses(), [](const Access& access) { return !access.account.empty(); });
  return found == caller.accesses().end() ? nullptr : &*found;
}

net::Task<Response> sign_out(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  auto response = see_other("/sign-in");
  if (const auto* own = signed_in(caller)) {
    const auto kept =
        co_await api::keep_rows(services, exchange.loop(), services.keys.sessions.end(own->key));
    if (kept != api::LaneState::answered) co_return api::problem_of(kept);
    response.headers.add("Set-Cookie", api::session_cookie({}, {}, services.is_https()));
  }
  co_return response;
}

net::Task<Response> show_account(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* own = signed_in(caller);
  if (!own) co_return see_other("/sign-in");
  auto found = co_await registry_of(services, exchange.loop(), *own);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto language = language_of(exchange.request());
  const auto role = title_of(*own, language);
  const auto token = api::csrf_token(caller.session_id());
  pages::AccountView view{own->account,
                          role,
                          std::get<SharedRegistry>(found)->name,
                          token,
                          own->may(api::Deed::see_settlement, {}),
                          {}};
  view.language = language;
  view.has_sources = own->may(api::Deed::see_sources, {});
  for (const auto& [hash, session] :
       services.keys.sessions.list(own->account, services.clock.now())) {
    view.sessions.push_back(
        {api::key_id(hash), session.agent, session.made_at, session.seen_at, hash == own->key});
  }
  co_return pages::account_page(view);
}

net::Task<Response> end_other(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* own = signed_in(caller);
  if (!own) co_return see_other("/sign-in");
  const auto form = http::parse_query(exchange.request().body);
  const auto id = form ? form->get("id") : std::string_view{};
  for (const auto& view : services.keys.sessions.list(own->account, services.clock.now())) {
    if (api::key_id(view.hash) != id) continue;
    const auto kept =
        co_await api::keep_rows(services, exchange.loop(), services.keys.sessions.end(view.hash));
    if (kept != api::LaneState::answered) co_return api::problem_of(kept);
  }
  co_return see_other("/account");
}

Response authenticator_form(Services& services, const http::Request& request, const Caller& caller,
                            const Access& own, pages::AuthenticatorForm form) {
  const auto offered = services.keys.sessions.offered_secret(own.key, services.random);
  if (!offered) return see_other("/sign-in");
  const auto address = people::enrolment_address(*offered, own.market.text(), own.account);
  const auto drawing = api::svg_answer(services.drawings, address).body;
  const auto secret = people::to_base32(*offered);
  const auto token = api::csrf_token(caller.session_id());
  form.token = token;
  form.language = language_of(request);
  form.qr_svg = drawing;
  form.address = address;
  form.secret = secret;
  return pages::authenticator_page(form);
}

net::Task<Response> show_authenticator(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* own = signed_in(caller);
  if (!own) co_return see_other("/sign-in");
  co_return authenticator_form(services, exchange.request(), caller, *own, {});
}

pages::AuthenticatorWord authenticator_word_of(api::SignInOutcome outcome) {
  switch (outcome) {
    case api::SignInOutcome::wait:
      return pages::AuthenticatorWord::wait;
    case api::SignInOutcome::busy:
      return pages::AuthenticatorWord::busy;
    default:
      return pages::AuthenticatorWord::wrong;
  }
}

net::Task<Response> change_app(Services& services, Exchange& exchange) {
  const auto& request = exchange.request();
  const Caller caller{request, services.keys};
  const auto* own = signed_in(caller);
  if (!own) co_return see_other("/sign-in");
  const auto form = http::parse_query(request.body);
  if (!form) co_return api::bad_request("bad_form", form.error().message());
  pages::AuthenticatorForm again;
  const auto now = services.clock.now();
  const auto secret = services.keys.sessions.offered_secret(own->key, services.random);
  const auto step =
      secret ? people::step_of_code(*secret, form->get("new_code"), now, 0) : std::nullopt;
  if (!step) {
    // Before the code of the app in use is spent.
    again.word = pages::AuthenticatorWord::wrong_code;
    co_return authenticator_form(services, request, caller, *own, again);
  }
  const api::Credentials given{own->account, std::string{form->get("password")},
                               std::string{form->get("code")},
                               api::client_address(request, services.desk.proxies)};
  const auto judged = co_await api::judge(services, exchange, given);
  if (judged.outcome != api::SignInOutcome::right) {
    again.word = authenticator_word_of(judged.outcome);
    again.wait = judged.wait;
    co_return authenticator_form(services, request, caller, *own, again);
  }
  const auto session = api::new_session(services, request, own->account);
  auto opened = co_await api::change_authenticator(services, exchange, session, *secret, *step);
  if (auto* refused = std::get_if<Response>(&opened)) co_return std::move(*refused);
  auto response = see_other("/account");
  response.headers.add("Set-Cookie", api::session_cookie(std::get<std::string>(opened),
                                                         services.keys.sessions.limits().absolute,
                                                         services.is_https()));
  co_return response;
}

}  // namespace

void add_sign_in_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/sign-in", 0,
              [&](Exchange& exchange) { return show_sign_in(services, exchange); }});
  router.add({Method::post, "/sign-in", form_bytes_max,
              [&](Exchange& exchange) { return sign_in(services, exchange); }});
  router.add({Method::post, "/sign-out", form_bytes_max,
              [&](Exchange& exchange) { return sign_out(services, exchange); }});
  router.add({Method::get, "/account", 0,
              [&](Exchange& exchange) { return show_account(services, exchange); }});
  router.add({Method::get, "/account/authenticator", 0,
              [&](Exchange& exchange) { return show_authenticator(services, exchange); }});
  router.add({Method::post, "/account/authenticator", form_bytes_max,
              [&](Exchange& exchange) { return change_app(services, exchange); }});
  router.add({Method::post, "/account/end", form_bytes_max,
              [&](Exchange& exchange) { return end_other(services, exchange); }});
}

}  // namespace chopay::app
