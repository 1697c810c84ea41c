// POST /v1/days/{date}/close, GET /v1/reconciliations/{date}, also as .csv, .xlsx and .pdf
#include <boost/json.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "gateway/api/credit_answer.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/settlement_documents.hpp"
#include "gateway/api/worker_pool.hpp"
#include "gateway/http/query.hpp"
#include "merchant/board_view.hpp"
#include "merchant/log_search.hpp"
#include "merchant/report/formats.hpp"
#include "merchant/report/frame.hpp"
#include "merchant/report/reconciliation_report.hpp"
#include "merchant/statement/day_comparison.hpp"

namespace chopay::api {
namespace {

namespace json = boost::json;
namespace report = merchant::report;
using http::Exchange;
using http::Response;

constexpr std::size_t reconciliations_waiting_max = 8;

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
/// before, and none comes after the close of the day itself; where the day before is open, there
/// are none, and the log need not be read: a day that nobody ever closes would be read to its head.
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

/// "2026-11-24", or with .json, .csv, .xlsx or .pdf behind it.
struct ReconciliationWish {
  ledger::BusinessDay date;
  report::FormatForm form = report::format_forms.front();
};

std::variant<ReconciliationWish, Response> reconciliation_wish(const Exchange& exchange) {
  auto text = exchange.param("date");
  ReconciliationWish wish;
  if (const auto point = text.find('.'); point != std::string_view::npos) {
    const auto form = report::format_named(text.substr(point + 1));
    if (!form) return bad_request("bad_format", "there are .json, .csv, .xlsx and .pdf");
    wish.form = *form;
    text = text.substr(0, point);
  }
  const auto date = ledger::parse_business_day(text);
  if (!date) return bad_request("bad_date", "a date has the form 2026-11-24");
  wish.date = *date;
  const auto query = http::parse_query(exchange.request().query, {"separator"});
  if (!query) return bad_request("bad_query", query.error().message());
  if (!take_separator(*query, wish.form)) return bad_separator();
  return wish;
}

merchant::Reconciliation read_reconciliation(ledger::Reader& reader,
                                             const merchant::DayState& state) {
  const auto market = state.registry->market;
  const auto sums = reader.day_totals(market, state.date);
  merchant::Reconciliation all{merchant::settle(*state.registry, state.date, sums),
                               state.closed,
                               {},
                               state.unexplained,
                               {},
                               {},
                               {},
                               {},
                               {}};
  if (state.takes_late) all.late = late_credits(reader, market, state.date, sums.head.seq);
  add_statements(reader, state, sums, all);
  return all;
}

/// BC-06 on the pool that draws.
net::Task<Response> reconciliation_paper(WorkerPool& pool, net::Loop& loop, report::Report made,
                                         report::FormatForm form) {
  std::optional<merchant::Result<std::string>> bytes;
  WorkerPool::Work drawing = [&](std::size_t) { bytes = report::render(made, form); };
  if (!co_await pool.run(loop, std::move(drawing))) co_return problem_of(LaneState::busy);
  if (!*bytes) co_return problem_of(bytes->error());
  co_return document_answer(std::move(**bytes), form, made.file_name);
}

net::Task<Response> reconcile(WorkerPool& pool, Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_reconciliation);
  if (!access) co_return no_access(caller);
  auto wished = reconciliation_wish(exchange);
  if (auto* refused = std::get_if<Response>(&wished)) co_return std::move(*refused);
  const auto wish = std::get<ReconciliationWish>(wished);
  merchant::ShowDay what{access->market, wish.date};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  const bool board = !access->may(Deed::see_every_stall, {});
  const auto& registry = *asked.answer->registry;
  std::string body;
  report::Report made;
  ReaderPool::Work reading = [&](ledger::Reader& reader) {
    const ledger::FrozenView view{reader};
    auto all = read_reconciliation(reader, *asked.answer);
    if (board) all = merchant::board_view(std::move(all), registry);
    if (wish.form.format == report::Format::json) {
      body = merchant::to_json(all);
    } else {
      const auto& head = all.settlement.head;
      made = report::reconciliation_report(all, registry,
                                           report::time_of(reader, registry.market, head));
    }
  };
  if (!co_await services.readers.run(exchange.loop(), std::move(reading))) {
    co_return problem_of(LaneState::busy);
  }
  if (wish.form.format == report::Format::json) co_return json_answer(std::move(body));
  co_return co_await reconciliation_paper(pool, exchange.loop(), std::move(made), wish.form);
}

}  // namespace

void add_day_routes(http::Router& router, Services& services) {
  using http::Method;
  const auto pool = std::make_shared<WorkerPool>(1, reconciliations_waiting_max);
  router.add({Method::post, "/v1/days/{date}/close", 1024,
              [&](Exchange& exchange) { return close_day(services, exchange); }});
  router.add({Method::get, "/v1/reconciliations/{date}", 0, [pool, &services](Exchange& exchange) {
                return reconcile(*pool, services, exchange);
              }});
}

}  // namespace chopay::api
