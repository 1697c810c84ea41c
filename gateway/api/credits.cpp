// GET /v1/suspense, GET /v1/credits/{seq}, POST …/allocations, …/allocations/{entry}/undo

#include "gateway/api/credit_answer.hpp"
#include "gateway/api/evidence.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/newest_credits.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/text_or_null.hpp"
#include "gateway/http/whole_number.hpp"
#include "merchant/board_view.hpp"
#include "merchant/suggest.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

/// How many unexplained credits one answer shows, the oldest first.
constexpr std::size_t suspense_shown_max = 100;
constexpr std::size_t actor_hash_digits = 12;

json::array suggestions_json(const std::vector<merchant::Suggestion>& suggestions) {
  json::array rows;
  for (const auto& one : suggestions) {
    json::array hints;
    for (const auto hint : one.hints) hints.emplace_back(merchant::hint_name(hint));
    json::object row{{"stall", one.stall.text()},
                     {"request", text_or_null(one.request)},
                     {"hints", std::move(hints)}};
    if (!one.request.empty()) row["amount_missing"] = one.missing.count();
    rows.push_back(std::move(row));
  }
  return rows;
}

/// The suggestions as a board may see them: which requests wait for how much is the sales of their
/// stalls. What the transfer text and the account say is of the credit itself.
std::vector<merchant::Suggestion> board_suggestions(std::vector<merchant::Suggestion> suggestions,
                                                    const merchant::Registry& registry) {
  std::erase_if(suggestions, [&](const merchant::Suggestion& one) {
    return !one.request.empty() && !merchant::board_sees(registry, one.stall);
  });
  return suggestions;
}

/// What may be taken back; to which stall it was given a board reads only where its household
/// agreed.
json::array explained_json(const merchant::Suspense& suspense, bool board) {
  json::array rows;
  for (const auto& credit : suspense.explained) {
    auto row = credit_json(credit);
    if (board && !merchant::board_sees(*suspense.registry, credit)) row.erase("parts");
    rows.push_back(std::move(row));
  }
  return rows;
}

/// The list with what might explain each; the transfer texts are read for it and not shown.
std::string suspense_json(const merchant::Suspense& suspense, bool board, ledger::Instant now,
                          ledger::Reader& reader) {
  json::array rows;
  ledger::Dong sum;
  for (const auto& credit : suspense.credits) {
    sum += credit.amount;
    if (rows.size() == suspense_shown_max) continue;
    const auto evidence = read_evidence(reader, suspense.registry->market, credit.seq);
    auto row = credit_json(credit);
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - credit.occurred_at);
    row["age_s"] = age.count();
    auto suggestions = suggest(credit, evidence.content, *suspense.registry, suspense.requests);
    if (board) suggestions = board_suggestions(std::move(suggestions), *suspense.registry);
    row["suggestions"] = suggestions_json(suggestions);
    rows.push_back(std::move(row));
  }
  return json::serialize(json::object{{"market", suspense.registry->market.text()},
                                      {"count", suspense.credits.size()},
                                      {"amount", sum.count()},
                                      {"credits", std::move(rows)},
                                      {"explained", explained_json(suspense, board)}});
}

net::Task<Response> show_suspense(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::explain_credits);
  if (!access) co_return no_access(caller);
  merchant::ShowSuspense what{access->market};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  std::string body;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    body = suspense_json(*asked.answer, !access->may(Deed::see_every_stall, {}),
                         services.clock.now(), reader);
  });
  if (!read) co_return problem_of(LaneState::busy);
  co_return json_answer(std::move(body));
}

net::Task<Response> show_credit(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  const auto seq = seq_param(exchange, "seq");
  for (const auto& access : caller.accesses()) {
    merchant::FindCredit what{access.market, seq};
    const auto asked = co_await services.lane.ask(exchange.loop(), what);
    if (asked.state != LaneState::answered) co_return problem_of(asked.state);
    if (!asked.answer) continue;
    const bool may_see = may_with(access, Deed::see_stall, *asked.answer) ||
                         (asked.answer->in_suspense() && access.may(Deed::explain_credits, {}));
    if (!may_see) continue;
    if (has_short_reach(access)) {
      ledger::Seq first{};
      const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
        first = first_within_reach(access, reader);
      });
      if (!read) co_return problem_of(LaneState::busy);
      if (seq < first) continue;
    }
    co_return json_answer(json::serialize(credit_json(*asked.answer)));
  }
  co_return problem_of(merchant::Error{merchant::Errc::unknown_credit});
}

/// True where a board has seen the credit: it may see it now, or the credit was on the suspense
/// list before.
bool board_has_seen(const merchant::CreditState& credit, const merchant::Registry& registry) {
  return merchant::board_sees(registry, credit) || credit.was_in_suspense();
}

/// Why the caller may not change what explains the credit; nothing where it may. A board must not
/// learn of a stall's sales by moving them about.
net::Task<std::optional<Response>> refuse_unseen(Services& services, net::Loop& loop, Access access,
                                                 ledger::Seq credit) {
  if (access.may(Deed::see_every_stall, {})) co_return std::nullopt;
  merchant::FindCredit what{access.market, credit};
  const auto found = co_await services.lane.ask(loop, what);
  if (found.state != LaneState::answered) co_return problem_of(found.state);
  if (!found.answer) co_return problem_of(found.answer.error());
  merchant::ShowRegistry of_market{access.market};
  const auto market = co_await services.lane.ask(loop, of_market);
  if (market.state != LaneState::answered) co_return problem_of(market.state);
  if (!market.answer) co_return problem_of(market.answer.error());
  if (board_has_seen(*found.answer, **market.answer)) co_return std::nullopt;
  co_return problem_of(merchant::Error{merchant::Errc::unknown_credit});
}

/// Reads {"parts": [{"stall", "request", "amount"}], "why"}.
merchant::Result<merchant::Allocate> read_allocation(std::string_view text) {
  JsonBody body{text, {"parts", "why"}};
  merchant::Allocate what;
  what.why = body.text("why");
  for (const auto& value : body.list("parts")) {
    JsonBody part{value, {"stall", "request", "amount"}};
    what.parts.push_back(
        {part.stall("stall"), part.text("request"), ledger::Dong{part.whole_number("amount")}});
    if (!part.good()) body.note(part.error());
    if (what.parts.size() > merchant::credit_parts_max) break;
  }
  if (!body.good()) return body.error();
  return what;
}

net::Task<Response> allocate(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::explain_credits);
  if (!access) co_return no_access(caller);
  auto what = read_allocation(exchange.request().body);
  if (!what) co_return problem_of(what.error());
  what->market = access->market;
  what->credit = seq_param(exchange, "seq");
  what->by = actor(caller, *access);
  auto unseen = co_await refuse_unseen(services, exchange.loop(), *access, what->credit);
  if (unseen) co_return std::move(*unseen);
  const auto asked = co_await services.lane.ask(exchange.loop(), *what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  co_return json_answer(json::serialize(credit_json(*asked.answer)), 201);
}

net::Task<Response> undo(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::explain_credits);
  if (!access) co_return no_access(caller);
  merchant::UndoAllocation what{access->market, seq_param(exchange, "seq"),
                                seq_param(exchange, "entry"), actor(caller, *access)};
  auto unseen = co_await refuse_unseen(services, exchange.loop(), *access, what.credit);
  if (unseen) co_return std::move(*unseen);
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  auto credit = credit_json(*asked.answer);
  // It is back with whom another had named: not for the board to read.
  const bool seen = access->may(Deed::see_every_stall, {}) || asked.answer->in_suspense();
  if (!seen) credit.erase("parts");
  co_return json_answer(json::serialize(credit));
}

}  // namespace

json::object credit_json(const merchant::CreditState& credit) {
  json::array parts;
  for (const auto& part : credit.parts) {
    parts.push_back({{"stall", part.stall.text()},
                     {"request", text_or_null(part.request)},
                     {"amount", part.amount.count()}});
  }
  json::array allocations;
  for (const auto& one : credit.allocations) allocations.emplace_back(ledger::number(one.entry));
  return {{"seq", ledger::number(credit.seq)},
          {"day", to_string(credit.day)},
          {"amount", credit.amount.count()},
          {"account", merchant::masked(credit.account)},
          {"occurred_at", ledger::format_instant(credit.occurred_at)},
          {"recorded_at", ledger::format_instant(credit.recorded_at)},
          {"source", credit.source},
          {"parts", std::move(parts)},
          {"allocations", std::move(allocations)},
          {"amount_refunded", credit.refunded.count()},
          {"amount_refund_pending", credit.refund_pending.count()}};
}

ledger::Seq seq_param(const Exchange& exchange, std::string_view name) {
  return ledger::Seq{http::whole_number(exchange.param(name)).value_or(0)};
}

std::string actor(const Caller& caller, const Access& access) {
  return std::string{role_name(access.role)} + ':' + caller.name().substr(0, actor_hash_digits);
}

bool may_with(const Access& access, Deed deed, const merchant::CreditState& credit) {
  if (credit.in_suspense()) return access.may(Deed::see_every_stall, {});
  for (const auto& part : credit.parts) {
    if (!access.may(deed, part.stall)) return false;
  }
  return true;
}

void add_credit_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::get, "/v1/suspense", 0,
              [&](Exchange& exchange) { return show_suspense(services, exchange); }});
  router.add({Method::get, "/v1/credits/{seq}", 0,
              [&](Exchange& exchange) { return show_credit(services, exchange); }});
  router.add({Method::post, "/v1/credits/{seq}/allocations", 8 * 1024,
              [&](Exchange& exchange) { return allocate(services, exchange); }});
  router.add({Method::post, "/v1/credits/{seq}/allocations/{entry}/undo", 1024,
              [&](Exchange& exchange) { return undo(services, exchange); }});
}

}  // namespace chopay::api
