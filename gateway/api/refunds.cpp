// POST /v1/credits/{seq}/refunds, GET /v1/refunds, GET /v1/refunds/{id}, GET …/{id}/payer, POST
// …/{id}/cancel. A refund is recorded and watched for; chopay sends no money.
#include "gateway/api/codes.hpp"
#include "gateway/api/credit_answer.hpp"
#include "gateway/api/evidence.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/payer_views.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/text_or_null.hpp"
#include "gateway/api/vault_rows.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;
using merchant::Refund;

constexpr std::string_view refund_warning =
    "Chỉ hoàn về đúng tài khoản đã chuyển. Số lớn: nhờ ngân hàng.";

json::object refund_json(const Refund& refund) {
  return {{"id", refund.id},
          {"credit", ledger::number(refund.credit)},
          {"stall", refund.part.stall.text()},
          {"request", text_or_null(refund.part.request)},
          {"amount", refund.part.amount.count()},
          {"amount_paid", refund.paid.count()},
          {"status", refund_status_name(refund.status())},
          {"reference", refund.reference.text()},
          {"memo", refund_memo(refund)},
          {"why", refund.why},
          {"created_at", ledger::format_instant(refund.created_at)},
          {"warning", refund_warning}};
}

/// The refund with as much of the payer as tells one from another: all of it is show_payer()'s.
std::string with_masked_payer(const Refund& refund, const Evidence& evidence) {
  auto object = refund_json(refund);
  object["payer_name"] = text_or_null(masked_name(evidence.payer_name));
  object["payer_account"] = text_or_null(masked_account(evidence.payer_account));
  return json::serialize(object);
}

/// Who paid, with the code that pays the refund into the account that the money came from, where
/// the bank named that account; else the payload is null and the vendor asks the bank.
std::string payer_json(const Refund& refund, const Evidence& evidence) {
  const auto payload = refund_payload(refund, evidence.payer_bank, evidence.payer_account);
  return json::serialize(json::object{{"refund", refund.id},
                                      {"payer_name", text_or_null(evidence.payer_name)},
                                      {"payer_account", text_or_null(evidence.payer_account)},
                                      {"payer_bank", text_or_null(evidence.payer_bank)},
                                      {"payload", text_or_null(payload.value_or(std::string{}))}});
}

/// What is known of who paid the credit; nothing while too much is read.
net::Task<std::optional<Evidence>> evidence_of_credit(Services& services, net::Loop& loop,
                                                      merchant::MarketId market,
                                                      ledger::Seq credit) {
  Evidence evidence;
  const bool read = co_await services.readers.run(
      loop, [&](ledger::Reader& reader) { evidence = read_evidence(reader, market, credit); });
  if (!read) co_return std::nullopt;
  co_return evidence;
}

net::Task<Response> request_refund(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"amount", "stall", "request", "why"}};
  merchant::RequestRefund what;
  what.credit = seq_param(exchange, "seq");
  what.amount = ledger::Dong{body.whole_number("amount")};
  what.stall = body.stall("stall");
  what.request = body.text("request");
  what.why = body.text("why");
  if (!body.good()) co_return problem_of(body.error());
  for (const auto& access : caller.accesses()) {
    merchant::FindCredit find{access.market, what.credit};
    const auto found = co_await services.lane.ask(exchange.loop(), find);
    if (found.state != LaneState::answered) co_return problem_of(found.state);
    if (!found.answer || !may_with(access, Deed::refund, *found.answer)) continue;
    // Before the entry: who is told to ask again must not find a refund that the first one wrote.
    const auto evidence =
        co_await evidence_of_credit(services, exchange.loop(), access.market, what.credit);
    if (!evidence) co_return problem_of(LaneState::busy);
    what.market = access.market;
    what.by = actor(caller, access);
    auto asked = co_await services.lane.ask(exchange.loop(), what);
    if (asked.state != LaneState::answered) co_return problem_of(asked.state);
    if (!asked.answer) co_return problem_of(asked.answer.error());
    co_return json_answer(with_masked_payer(*asked.answer, *evidence), 201);
  }
  co_return problem_of(merchant::Error{merchant::Errc::unknown_credit});
}

/// The refund that the path names, with the access that may see it.
struct FoundRefund {
  Refund refund;
  const Access* access = nullptr;
};

net::Task<std::variant<FoundRefund, Response>> find_refund(Services& services, Exchange& exchange,
                                                           const Caller& caller) {
  if (!caller.known()) co_return no_access(caller);
  for (const auto& access : caller.accesses()) {
    merchant::ShowRefunds what{access.market, std::string{exchange.param("id")}};
    auto asked = co_await services.lane.ask(exchange.loop(), what);
    if (asked.state != LaneState::answered) co_return problem_of(asked.state);
    if (!asked.answer || !access.may(Deed::refund, asked.answer->front().part.stall)) continue;
    co_return FoundRefund{std::move(asked.answer->front()), &access};
  }
  co_return problem_of(merchant::Error{merchant::Errc::unknown_refund});
}

/// The same with what is known of who paid.
struct FoundPayer {
  Refund refund;
  const Access* access = nullptr;
  Evidence evidence;
};

net::Task<std::variant<FoundPayer, Response>> find_payer(Services& services, Exchange& exchange,
                                                         const Caller& caller) {
  auto found = co_await find_refund(services, exchange, caller);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  auto& [refund, access] = std::get<FoundRefund>(found);
  auto evidence =
      co_await evidence_of_credit(services, exchange.loop(), access->market, refund.credit);
  if (!evidence) co_return problem_of(LaneState::busy);
  co_return FoundPayer{std::move(refund), access, std::move(*evidence)};
}

net::Task<Response> show_refund(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  auto found = co_await find_payer(services, exchange, caller);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& payer = std::get<FoundPayer>(found);
  co_return json_answer(with_masked_payer(payer.refund, payer.evidence));
}

/// The one route that shows a payer. That it was asked is durable before it answers; where that
/// cannot be, it does not. A GET: what is answered to a POST may be kept and given again unseen.
net::Task<Response> show_payer(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  auto found = co_await find_payer(services, exchange, caller);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& [refund, access, evidence] = std::get<FoundPayer>(found);
  const PayerView view{services.clock.now(), actor(caller, *access), refund.credit,
                       refund.part.stall, refund.id};
  std::vector<ledger::VaultChange> rows{payer_view_row(access->market, view, services.random)};
  const auto kept = co_await keep_rows(services, exchange.loop(), std::move(rows));
  if (kept != LaneState::answered) co_return problem_of(kept);
  co_return json_answer(payer_json(refund, evidence));
}

net::Task<Response> cancel_refund(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  auto found = co_await find_refund(services, exchange, caller);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& [refund, access] = std::get<FoundRefund>(found);
  merchant::CancelRefund what{access->market, refund.id, actor(caller, *access)};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  co_return json_answer(json::serialize(refund_json(*asked.answer)));
}

net::Task<Response> list_refunds(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::refund);
  if (!access) co_return no_access(caller);
  merchant::ShowRefunds what{access->market, {}};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  json::array rows;
  for (const auto& refund : *asked.answer) {
    if (access->may(Deed::refund, refund.part.stall)) rows.push_back(refund_json(refund));
  }
  co_return json_answer(json::serialize(json::object{{"refunds", std::move(rows)}}));
}

}  // namespace

void add_refund_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::post, "/v1/credits/{seq}/refunds", 8 * 1024,
              [&](Exchange& exchange) { return request_refund(services, exchange); }});
  router.add({Method::get, "/v1/refunds", 0,
              [&](Exchange& exchange) { return list_refunds(services, exchange); }});
  router.add({Method::get, "/v1/refunds/{id}", 0,
              [&](Exchange& exchange) { return show_refund(services, exchange); }});
  router.add({Method::get, "/v1/refunds/{id}/payer", 0,
              [&](Exchange& exchange) { return show_payer(services, exchange); }});
  router.add({Method::post, "/v1/refunds/{id}/cancel", 1024,
              [&](Exchange& exchange) { return cancel_refund(services, exchange); }});
}

}  // namespace chopay::api
