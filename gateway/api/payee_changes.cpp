// POST and GET /v1/stalls/{stall}/payee-change, POST …/{id}/approve, …/withdraw, …/complete; and
// POST /v1/codes/check, which tells an outdated sticker.
#include <algorithm>

#include "gateway/api/agreement.hpp"
#include "gateway/api/codes.hpp"
#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/http/problem.hpp"
#include "merchant/stall_code.hpp"
#include "qr/bank_directory.hpp"
#include "qr/verdict.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;
using merchant::PayeeChange;

std::string change_json(const PayeeChange& change, ledger::Instant now) {
  json::object object{{"id", change.id},
                      {"stall", change.stall.text()},
                      {"bank", change.account.bank},
                      {"account", merchant::masked(change.account)},
                      {"holder", change.holder},
                      {"status", payee_change_status_name(change.status(now))},
                      {"asked_by", party_name(change.asked.party)},
                      {"asked_at", ledger::format_instant(change.asked_at)}};
  object["approved_by"] =
      change.approved ? json::value(party_name(change.approved->party)) : json::value{};
  object["effective_at"] =
      change.approved ? json::value(ledger::format_instant(change.effective_at)) : json::value{};
  return json::serialize(object);
}

using Refuse = std::optional<Response> (*)(const Services&, const Access&);

std::optional<Response> refuse_nobody(const Services&, const Access&) {
  return std::nullopt;
}

/// For whom the caller acts at the stall that the path names.
struct Side {
  merchant::MarketId market;
  merchant::StallId stall;
  merchant::Actor actor;
  std::string voucher;  ///< Access::vouched_by
};

/// True for a household's device of that stall.
bool is_till_of(const Access& access, const merchant::StallId& stall) {
  return access.role == Role::till && access.stall == stall;
}

/// Who acts, as entries keep it. A browser that holds what both sides have is one person, in
/// whatever order it sends that: whoever has signed in in it, else this stall's device, before a
/// board's key.
std::string person_at(const Services& services, const Caller& caller, const Access& allowed,
                      const merchant::StallId& stall) {
  // A session counts here also where another's page asked, so that it opens nothing.
  const auto signed_in = services.keys.find_session(caller.session_id());
  if (signed_in) return account_hash(signed_in->account);
  for (const auto& access : caller.accesses()) {
    if (is_till_of(access, stall)) return access.key;
  }
  return allowed.key;
}

std::variant<Side, Response> side_of(const Services& services, const Exchange& exchange,
                                     Refuse refuse = refuse_agreement) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) return no_access(caller);
  const auto stall = merchant::StallId::parse(exchange.param("stall"));
  if (!stall) return problem_of(merchant::Error{merchant::Errc::unknown_stall});
  const auto* access = caller.allowed(Deed::change_payee, *stall);
  if (!access) return no_access(caller);
  if (auto refused = refuse(services, *access)) return std::move(*refused);
  const auto party =
      access->role == Role::board ? merchant::Party::board : merchant::Party::household;
  auto by = person_at(services, caller, *access, *stall);
  return Side{access->market, *stall, {party, std::move(by)}, access->vouched_by};
}

/// True where somebody else of the board than this manager may agree now.
bool has_another_manager(const Services& services, const merchant::MarketId& market,
                         const std::string& manager) {
  const auto now = services.clock.now();
  return std::ranges::any_of(services.keys.accounts.list(market), [&](const Account& one) {
    return one.access.role == Role::board && !one.access.vouched_by.empty() &&
           is_settled(one.access, now, services.payee_cool_off) &&
           account_hash(one.name) != manager;
  });
}

/// Whoever did something for one of the two sides, by the name that entries keep; nothing where
/// they are put out.
std::optional<Access> whoever_is(const Services& services, const merchant::MarketId& market,
                                 const std::string& by) {
  for (const auto& key : services.keys.list(market)) {
    if (key.hash == by) return key.access;
  }
  for (const auto& account : services.keys.accounts.list(market)) {
    if (account_hash(account.name) == by) return account.access;
  }
  return std::nullopt;
}

/// True for who can ask for that party: of what another has asked for, nobody could tell who let
/// them in.
bool is_of_party(const Access& asker, merchant::Party party, const merchant::StallId& stall) {
  return party == merchant::Party::board ? asker.role == Role::board : is_till_of(asker, stall);
}

/// Why this side may not agree to what the other has asked for; nothing where it may. Whoever let a
/// household's device in may hold it: where the board has another manager, that one is needed.
std::optional<Response> refuse_approval(const Services& services, const Side& side,
                                        const PayeeChange& change) {
  if (change.asked.party == side.actor.party) return std::nullopt;  // the rules say so
  const auto asker = whoever_is(services, side.market, change.asked.by);
  if (!asker || !is_of_party(*asker, change.asked.party, side.stall)) {
    return http::problem(403, "needs_other_party",
                         "whoever asked for it is put out, or was both sides: withdraw it, then "
                         "ask anew");
  }
  if (asker->vouched_by.empty()) return not_vouched_for();
  const bool by_board = side.actor.party == merchant::Party::board;
  const auto& voucher = by_board ? asker->vouched_by : side.voucher;
  const auto& manager = by_board ? side.actor.by : change.asked.by;
  if (voucher != manager || !has_another_manager(services, side.market, manager)) {
    return std::nullopt;
  }
  return http::problem(
      403, "needs_other_party",
      "this manager let the household's device in: another of the board is needed");
}

template <class Command>
net::Task<Response> step(Services& services, Exchange& exchange, Command what, int status = 200,
                         Refuse refuse = refuse_agreement) {
  const auto side = side_of(services, exchange, refuse);
  if (auto* refused = std::get_if<Response>(&side)) co_return *refused;
  const auto& [market, stall, actor, voucher] = std::get<Side>(side);
  what.market = market;
  what.stall = stall;
  if constexpr (requires { what.id; }) what.id = exchange.param("id");
  if constexpr (requires { what.actor; }) what.actor = actor;
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  co_return json_answer(change_json(*asked.answer, services.clock.now()), status);
}

net::Task<Response> ask_change(Services& services, Exchange& exchange) {
  // Who may not ask is told nothing of what is wrong with the question.
  const auto side = side_of(services, exchange);
  if (auto* refused = std::get_if<Response>(&side)) co_return *refused;
  const auto& [market, stall, actor, voucher] = std::get<Side>(side);
  const auto asker = whoever_is(services, market, actor.by);
  if (!asker || !is_of_party(*asker, actor.party, stall)) {
    co_return http::problem(403, "needs_other_party",
                            "somebody else is signed in in this browser too: ask on the stall's "
                            "own device");
  }
  JsonBody body{exchange.request().body, {"bank", "account", "holder"}};
  merchant::AskPayeeChange what;
  const auto* bank = qr::BankDirectory::standard().lookup(body.text("bank"));
  what.account = {bank ? bank->bin : std::string{}, body.text("account")};
  what.holder = body.text("holder");
  if (!body.good()) co_return problem_of(body.error());
  auto answer = step(services, exchange, what, 201);
  co_return co_await std::move(answer);
}

net::Task<Response> approve_change(Services& services, Exchange& exchange) {
  const auto found = side_of(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return *refused;
  const auto& side = std::get<Side>(found);
  merchant::ShowPayeeChange which{side.market, side.stall};
  const auto asked = co_await services.lane.ask(exchange.loop(), which);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (asked.answer && asked.answer->id == exchange.param("id")) {
    if (auto refused = refuse_approval(services, side, *asked.answer)) {
      co_return std::move(*refused);
    }
  }
  merchant::ApprovePayeeChange what;
  what.cool_off = services.payee_cool_off;
  auto answer = step(services, exchange, std::move(what));
  co_return co_await std::move(answer);
}

net::Task<Response> check_code(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"payload", "stall"}};
  const auto payload = body.text("payload");
  const auto stall = body.stall("stall");
  if (!body.good()) co_return problem_of(body.error());
  merchant::ShowRegistry what{caller.accesses().front().market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto judged = qr::judge(payload, stall.text(), merchant::issued_codes(*asked.answer));
  co_return json_answer(json::serialize(
      json::object{{"verdict", qr::verdict_name(judged.verdict)},
                   {"stall", judged.stall.empty() ? json::value{} : json::value(judged.stall)}}));
}

}  // namespace

void add_payee_change_routes(http::Router& router, Services& services) {
  using http::Method;
  const std::string path = "/v1/stalls/{stall}/payee-change";
  router.add({Method::post, path, 4 * 1024,
              [&](Exchange& exchange) { return ask_change(services, exchange); }});
  router.add({Method::get, path, 0, [&](Exchange& exchange) {
                return step(services, exchange, merchant::ShowPayeeChange{}, 200, refuse_nobody);
              }});
  router.add({Method::post, path + "/{id}/approve", 1024,
              [&](Exchange& exchange) { return approve_change(services, exchange); }});
  router.add({Method::post, path + "/{id}/withdraw", 1024, [&](Exchange& exchange) {
                // To stop it harms nobody.
                return step(services, exchange, merchant::WithdrawPayeeChange{}, 200,
                            refuse_unproved);
              }});
  router.add({Method::post, path + "/{id}/complete", 1024, [&](Exchange& exchange) {
                return step(services, exchange, merchant::CompletePayeeChange{});
              }});
  router.add({Method::post, "/v1/codes/check", 8 * 1024,
              [&](Exchange& exchange) { return check_code(services, exchange); }});
}

}  // namespace chopay::api
