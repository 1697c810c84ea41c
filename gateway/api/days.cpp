// POST /v1/days/{date}/close, GET /v1/reconciliations/{date}
#include <boost/json.hpp>

#include <algorithm>

#include "gateway/api/credit_answer.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "merchant/board_view.hpp"
#include "merchant/log_search.hpp"
#include "merchant/statement/day_comparison.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
using http::Exchange;
using http::Response;

net::Task<Response> close_day(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::close_day);
  if (!access) co_return no_access(caller);
  const auto date = ledger::parse_business_day(exchange.param("date"));
  if (!date) co_return bad_request("bad_date", "a date has the form 2026-11-24");
  merchant::CloseDay what{access->market, *date, actor(caller, *access)};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  co_return json_answer(json::serialize(
      json::object{{"date", to_string(asked.answer->date)}, {"closed", asked.answer->closed}}));
}

/// The credits that count for the day since their own was closed. None can be older than the day
/// before, and none comes after the close of the day itself.
std::vector<merchant::LateCredit> late_credits(ledger::Reader& reader,
                                               const merchant::MarketId& market,
                                               ledger::BusinessDay date, ledger::Seq head) {
  std::vector<merchant::LateCredit> late;
  const ledger::Instant midnight{date.date() - ledger::vietnam_offset};
  const auto after = merchant::last_before(reader, market, midnight - std::chrono::hours{24}, head);
  reader.read(market, after, ledger::number(head), [&](const ledger::StoredEntry& stored) {
    const auto entry = ledger::decode(stored.bytes).value();
    if (entry.kind == ledger::Kind::day_closed && entry.day == date) return false;
    if (entry.kind == ledger::Kind::credit && entry.day == date && entry.key->day != date) {
      late.push_back({entry.seq, entry.stall, merchant::received_at_bank(entry),
                      merchant::read_credit(entry).occurred_at});
    }
    return true;
  });
  return late;
}

/// The accounts of the day, by statement and without one.
void add_statements(ledger::Reader& reader, const merchant::DayState& state,
                    const ledger::DayTotals& sums, merchant::Reconciliation& all) {
  constexpr std::string_view bank_prefix = "bank/";
  all.statements = merchant::statement::account_days(reader, all.settlement.market,
                                                     state.statements, state.date);
  for (const auto& total : sums.totals) {
    if (!total.account.starts_with(bank_prefix)) continue;
    all.at_banks += total.amount;
    const auto path = total.account.substr(bank_prefix.size());
    const auto slash = path.find('/');
    if (slash == std::string::npos) continue;
    const merchant::PayeeAccount account{path.substr(0, slash), path.substr(slash + 1)};
    const auto is_of_account = [&](const auto& one) { return one.account == account; };
    if (std::ranges::none_of(state.statements, is_of_account)) {
      all.without_statement.push_back({account, total.postings, total.amount});
    }
  }
}

net::Task<Response> reconcile(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_reconciliation);
  if (!access) co_return no_access(caller);
  const auto date = ledger::parse_business_day(exchange.param("date"));
  if (!date) co_return bad_request("bad_date", "a date has the form 2026-11-24");
  merchant::ShowDay what{access->market, *date};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const auto market = access->market;
  const bool board = !access->may(Deed::see_every_stall, {});
  std::string body;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    const auto sums = reader.day_totals(market, *date);
    const auto& registry = *asked.answer->registry;
    merchant::Reconciliation all{merchant::settle(registry, *date, sums),
                                 asked.answer->closed,
                                 {},
                                 asked.answer->unexplained,
                                 late_credits(reader, market, *date, sums.head.seq),
                                 {},
                                 {},
                                 {},
                                 {}};
    add_statements(reader, *asked.answer, sums, all);
    if (board) all = merchant::board_view(std::move(all), registry);
    body = merchant::to_json(all);
  });
  if (!read) co_return problem_of(LaneState::busy);
  co_return json_answer(std::move(body));
}

}  // namespace

void add_day_routes(http::Router& router, Services& services) {
  using http::Method;
  router.add({Method::post, "/v1/days/{date}/close", 1024,
              [&](Exchange& exchange) { return close_day(services, exchange); }});
  router.add({Method::get, "/v1/reconciliations/{date}", 0,
              [&](Exchange& exchange) { return reconcile(services, exchange); }});
}

}  // namespace chopay::api
