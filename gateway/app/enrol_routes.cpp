#include "gateway/app/enrol_routes.hpp"

#include "gateway/api/codes.hpp"
#include "gateway/api/new_key.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/app/language.hpp"
#include "gateway/app/people_words.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/redirect.hpp"
#include "gateway/pages/enrol.hpp"
#include "gateway/pages/sign_in.hpp"
#include "gateway/people/password.hpp"
#include "gateway/people/password_rules.hpp"

namespace chopay::app {
namespace {

using api::Access;
using api::Invitation;
using api::Services;
using http::Exchange;
using http::Response;
using pages::EnrolWord;

/// What a person has typed.
struct Chosen {
  std::string name;
  std::string password;
  std::string again;
  std::string code;
};

/// What the code offers, while it is good. The invitation of a market's first manager is not, once
/// there has been one: who has the machine could have made himself another.
std::optional<Invitation> offered(const Services& services, std::string_view code) {
  auto invitation = services.invitations.look(code, services.clock.now());
  if (!invitation) return std::nullopt;
  const auto& access = invitation->access;
  const bool too_late = access.vouched_by == api::first_manager && !invitation->renews &&
                        services.keys.accounts.has_first(access.market);
  return too_late ? std::nullopt : std::move(invitation);
}

/// The market's name; empty where nothing can be asked.
net::Task<std::string> market_name(Services& services, net::Loop& loop,
                                   const merchant::MarketId& market) {
  merchant::ShowRegistry what{market};
  const auto asked = co_await services.lane.ask(loop, what);
  if (asked.state != api::LaneState::answered || !asked.answer) co_return std::string{};
  co_return (*asked.answer)->name;
}

Response person_page(Services& services, const Invitation& invitation, const std::string& market,
                     std::string_view name, EnrolWord word, pages::Language language) {
  const auto title = title_of(invitation.access, language);
  const auto& whose = invitation.access.name.empty() ? title : invitation.access.name;
  const auto address = people::enrolment_address(invitation.secret, market, whose);
  const auto drawing = api::svg_answer(services.drawings, address).body;
  const auto secret = people::to_base32(invitation.secret);
  return pages::enrol_person_page({title, market, detail_of(invitation.access.role, language),
                                   drawing, address, secret, name, invitation.renews.has_value(),
                                   word, language});
}

net::Task<Response> show_invitation(Services& services, Exchange& exchange) {
  const auto invitation = offered(services, exchange.param("code"));
  if (!invitation) co_return pages::no_invitation_page(language_of(exchange.request()));
  const auto market = co_await market_name(services, exchange.loop(), invitation->access.market);
  if (market.empty()) co_return pages::no_invitation_page(language_of(exchange.request()));
  const auto role = invitation->access.role;
  const auto language = language_of(exchange.request());
  if (!api::is_of_a_stall(role)) {
    co_return person_page(services, *invitation, market, {}, EnrolWord::none, language);
  }
  const auto title = title_of(invitation->access, language);
  const pages::Offered offered{title, market, detail_of(role, language), language};
  co_return pages::enrol_page(offered);
}

net::Task<Response> enrol_device(Services& services, Exchange& exchange) {
  const std::string code{exchange.param("code")};
  auto invitation = services.invitations.take(code, services.clock.now());
  if (!invitation) co_return pages::no_invitation_page(language_of(exchange.request()));
  auto access = invitation->access;
  access.made_at = services.clock.now();
  access.by_invitation = true;
  std::vector<ledger::VaultChange> rows{api::InvitationList::erasure(code)};
  auto made = co_await api::keep_new_key(services, exchange, access, std::move(rows));
  if (auto* refused = std::get_if<Response>(&made)) {
    services.invitations.put_back(code);
    co_return std::move(*refused);
  }
  const auto& key = std::get<std::string>(made);
  access.key = api::key_hash(key);
  auto response = http::see_other(services.keys.needs_pin(access) ? "/lock" : page_of(access));
  response.headers.add("Set-Cookie", api::key_cookie(key, access, services.is_https()));
  co_return response;
}

/// What is wrong with what was chosen, as far as it can be told at once.
EnrolWord word_on(const Chosen& chosen) {
  if (!people::is_sign_in_name(chosen.name)) return EnrolWord::bad_name;
  switch (people::weakness_of_password(chosen.password, chosen.name)) {
    case people::Weakness::too_short:
      return EnrolWord::too_short;
    case people::Weakness::too_long:
      return EnrolWord::too_long;
    case people::Weakness::is_name:
      return EnrolWord::is_name;
    case people::Weakness::obvious:
      return EnrolWord::obvious;
    case people::Weakness::none:
      break;
  }
  return chosen.password == chosen.again ? EnrolWord::none : EnrolWord::not_repeated;
}

/// The hash of the password from now on: of the one that was chosen, or of the account's own where
/// an invitation renews it and whoever takes it up knows that; or what was wrong.
net::Task<std::variant<std::string, EnrolWord>> password_hash(Services& services, net::Loop& loop,
                                                              const Invitation& looked,
                                                              const Chosen& chosen) {
  auto& desk = services.desk;
  if (!looked.renews) {
    auto hash = co_await api::hash_on(desk.passwords, loop, services.random, chosen.password);
    if (!hash) co_return EnrolWord::busy;
    co_return std::move(*hash);
  }
  const auto who = api::account_hash(looked.renews->name);
  if (desk.by_account.begin(who, services.clock.now())) co_return EnrolWord::wait;
  const auto fits =
      co_await api::fits_on(desk.passwords, loop, chosen.password, looked.renews->password);
  if (!fits) {
    desk.by_account.take_back(who);
    co_return EnrolWord::busy;
  }
  if (!*fits) co_return EnrolWord::not_theirs;
  desk.by_account.forgive(who);
  co_return looked.renews->password;
}

/// What is wrong with name and password, as far as it can be told at once.
EnrolWord word_on(const Invitation& looked, const Chosen& chosen) {
  if (!looked.renews) return word_on(chosen);
  const bool may_fit =
      chosen.name == looked.renews->name && chosen.password.size() <= people::password_bytes_max;
  return may_fit ? EnrolWord::none : EnrolWord::not_theirs;
}

/// Makes the account and signs it in, all or nothing; or the page that says what was wrong.
net::Task<std::variant<std::string, EnrolWord, Response>> make_account(Services& services,
                                                                       Exchange& exchange,
                                                                       const Invitation& looked,
                                                                       const Chosen& chosen) {
  const auto now = services.clock.now();
  if (const auto word = word_on(looked, chosen); word != EnrolWord::none) co_return word;
  // Whoever is being renewed has no account, but comes back under this name.
  if (!looked.renews && services.invitations.renewal_of(chosen.name))
    co_return EnrolWord::name_taken;
  const auto step = people::step_of_code(looked.secret, chosen.code, now, 0);
  if (!step) co_return EnrolWord::wrong_code;
  auto hash = co_await password_hash(services, exchange.loop(), looked, chosen);
  if (const auto* word = std::get_if<EnrolWord>(&hash)) co_return *word;
  const std::string code{exchange.param("code")};
  const auto invitation = services.invitations.take(code, now);
  if (!invitation) co_return pages::no_invitation_page(language_of(exchange.request()));
  api::Account account{chosen.name, invitation->access, std::move(std::get<std::string>(hash)),
                       invitation->secret, *step};
  account.access.made_at = now;
  const auto added = services.keys.accounts.add(account);
  if (!added) {
    services.invitations.put_back(code);
    co_return EnrolWord::name_taken;
  }
  auto rows = added->rows;
  rows.push_back(api::InvitationList::erasure(code));
  const auto session = api::new_session(services, exchange.request(), account.name);
  const std::string no_session;
  auto opened =
      co_await api::open_session(services, exchange, session, std::move(rows), no_session);
  if (auto* refused = std::get_if<Response>(&opened)) {
    services.keys.accounts.give_up(account, *added);
    services.invitations.put_back(code);
    co_return std::move(*refused);
  }
  co_return std::move(std::get<std::string>(opened));
}

net::Task<Response> enrol_person(Services& services, Exchange& exchange,
                                 const Invitation& invitation) {
  const auto form = http::parse_query(exchange.request().body);
  if (!form) co_return api::bad_request("bad_form", form.error().message());
  const Chosen chosen{people::as_sign_in_name(form->get("name")),
                      std::string{form->get("password")}, std::string{form->get("again")},
                      std::string{form->get("code")}};
  auto made = co_await make_account(services, exchange, invitation, chosen);
  if (auto* refused = std::get_if<Response>(&made)) co_return std::move(*refused);
  if (const auto* word = std::get_if<EnrolWord>(&made)) {
    const auto market = co_await market_name(services, exchange.loop(), invitation.access.market);
    co_return person_page(services, invitation, market, chosen.name, *word,
                          language_of(exchange.request()));
  }
  auto response = http::see_other(page_of(invitation.access));
  response.headers.add("Set-Cookie", api::session_cookie(std::get<std::string>(made),
                                                         services.keys.sessions.limits().absolute,
                                                         services.is_https()));
  co_return response;
}

net::Task<Response> enrol(Services& services, Exchange& exchange) {
  // Another's page must not make a phone somebody's device, or sign somebody in as somebody else.
  if (api::from_another_page(exchange.request())) {
    co_return http::problem(403, "foreign_page", "open the invitation itself");
  }
  const auto invitation = offered(services, exchange.param("code"));
  if (!invitation) co_return pages::no_invitation_page(language_of(exchange.request()));
  if (api::is_of_a_stall(invitation->access.role)) {
    co_return co_await enrol_device(services, exchange);
  }
  co_return co_await enrol_person(services, exchange, *invitation);
}

}  // namespace

void add_enrol_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/enrol/{code}", 0,
              [&](Exchange& exchange) { return show_invitation(services, exchange); }});
  router.add({Method::post, "/enrol/{code}", 4 * 1024,
              [&](Exchange& exchange) { return enrol(services, exchange); }});
}

}  // namespace chopay::app
