// GET /v1/held, POST /v1/held/{seq}: notices that perhaps tell of money that a statement told, and
// a person's word on them.
#include "gateway/api/held_notices.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "gateway/api/credit_answer.hpp"
#include "gateway/api/evidence.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/http/problem.hpp"
#include "merchant/board_view.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

json::object held_json(const merchant::HeldTransfer& held, const merchant::Registry& registry) {
  const auto& notice = held.notice;
  json::array stalls;
  for (const auto& stall : stalls_of(notice, registry)) stalls.emplace_back(stall.text());
  return {{"seq", ledger::number(notice.seq)},
          {"at", ledger::format_instant(notice.at)},
          {"source", notice.source},
          {"account", merchant::masked(notice.account)},
          {"stalls", std::move(stalls)},
          {"amount", notice.amount.count()},
          {"occurred_at", ledger::format_instant(notice.occurred_at)},
          {"earlier", ledger::number(notice.earlier)},
          {"told_at", ledger::format_instant(held.told_at)}};
}

/// The access that may ask at all, or nullptr.
const Access* asker(const Caller& caller) {
  if (const auto* access = caller.allowed(Deed::explain_credits)) return access;
  return caller.allowed(Deed::see_history);
}

net::Task<Response> show_held(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = asker(caller);
  if (!access) co_return no_access(caller);
  merchant::ShowHeldNotices what{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto& list = *asked.answer;
  const auto visible = visible_held(*access, list);
  json::array rows;
  for (const auto& held : visible) rows.push_back(held_json(held, *list.registry));
  // Whoever may not see them learns at most that there are some: the alarms say so too.
  const auto hidden = is_of_a_stall(access->role) ? 0 : list.waiting.size() - visible.size();
  co_return json_answer(json::serialize(json::object{
      {"market", access->market.text()}, {"held", std::move(rows)}, {"hidden", hidden}}));
}

/// The notice as it was taken, from the entry and what the vault has beside it.
merchant::BankNotice notice_of(const merchant::HeldNotice& held, const Evidence& evidence) {
  merchant::BankNotice notice;
  notice.source = held.source;
  notice.provider_id = evidence.provider_id;
  notice.bank = held.key.bank;
  notice.account = held.key.account;
  if (held.account.number != held.key.account) notice.virtual_account = held.account.number;
  notice.bank_ref = held.key.reference;
  notice.day = held.key.day;
  notice.amount = held.amount;
  notice.content = evidence.content;
  notice.occurred_at = held.occurred_at;
  notice.payer_name = evidence.payer_name;
  notice.payer_account = evidence.payer_account;
  notice.payer_bank = evidence.payer_bank;
  return notice;
}

Response answer_of(ledger::Seq held, bool other_money, json::value credit) {
  return json_answer(json::serialize(json::object{
      {"seq", ledger::number(held)}, {"other_money", other_money}, {"credit", std::move(credit)}}));
}

/// Posts what was held back, as if it came now; its key makes it safe to send again.
net::Task<Response> post_held(Services& services, Exchange& exchange,
                              const merchant::HeldNotice& held, const Access& access, bool sandbox,
                              std::string by) {
  Evidence evidence;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    evidence = read_evidence(reader, access.market, held.seq);
  });
  if (!read) co_return problem_of(LaneState::busy);
  if (!evidence.there) {
    co_return http::problem(409, "nothing_kept", "what was beside the notice has been erased");
  }
  const auto notice = notice_of(held, evidence);
  merchant::TakeNotice what{
      notice, sandbox,
      ledger::make_private_part(evidence_of(notice, evidence.raw), services.random)};
  what.only = {access.market};
  what.other_money = true;
  what.by = std::move(by);
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  const auto outcome = asked.answer.outcome;
  if (outcome != merchant::NoticeOutcome::posted && outcome != merchant::NoticeOutcome::duplicate) {
    co_return http::problem(409, "not_postable", "no market of yours has the account any more");
  }
  co_return answer_of(held.seq, true, ledger::number(asked.answer.seq));
}

net::Task<Response> settle_held(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = asker(caller);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"other_money"}};
  const bool other_money = body.flag("other_money");
  if (!body.good()) co_return problem_of(body.error());
  merchant::ShowHeldNotices all{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), all);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto seq = seq_param(exchange, "seq");
  for (const auto& held : visible_held(*access, *asked.answer)) {
    if (held.notice.seq != seq) continue;
    if (other_money) {
      auto by = actor(caller, *access);
      co_return co_await post_held(services, exchange, held.notice, *access,
                                   asked.answer->registry->sandbox, std::move(by));
    }
    merchant::SettleHeldNotice what{access->market, seq, actor(caller, *access)};
    const auto settled = co_await services.lane.ask(exchange.loop(), what);
    if (settled.state != LaneState::answered) co_return problem_of(settled.state);
    if (!settled.answer) co_return problem_of(settled.answer.error());
    co_return answer_of(seq, false, {});
  }
  co_return http::problem(404, "unknown_held", "nothing waits under that number");
}

}  // namespace

std::vector<merchant::StallId> stalls_of(const merchant::HeldNotice& notice,
                                         const merchant::Registry& registry) {
  const auto found = registry.stalls_by_account.find(notice.account);
  return found == registry.stalls_by_account.end() ? std::vector<merchant::StallId>{}
                                                   : found->second;
}

bool may_settle(const Access& access, const merchant::HeldNotice& notice,
                const merchant::Registry& registry) {
  if (access.may(Deed::see_every_stall, {})) return true;
  if (access.may(Deed::explain_credits, {})) {
    return merchant::board_sees(registry, notice.account);
  }
  const auto stalls = stalls_of(notice, registry);
  return !stalls.empty() && std::ranges::all_of(stalls, [&](const merchant::StallId& stall) {
    return access.may(Deed::see_history, stall);
  });
}

std::vector<merchant::HeldTransfer> visible_held(const Access& access,
                                                 const merchant::HeldList& list) {
  std::vector<merchant::HeldTransfer> visible;
  for (const auto& held : list.waiting) {
    if (may_settle(access, held.notice, *list.registry)) visible.push_back(held);
  }
  return visible;
}

void add_held_notice_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/v1/held", 0,
              [&](Exchange& exchange) { return show_held(services, exchange); }});
  router.add({Method::post, "/v1/held/{seq}", 1024,
              [&](Exchange& exchange) { return settle_held(services, exchange); }});
}

}  // namespace chopay::api
