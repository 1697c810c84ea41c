// The board's charges: prices, the month's bills, cash and its hand-over, and the papers of them.
#include <boost/json.hpp>

#include <memory>
#include <optional>
#include <utility>

#include "gateway/api/codes.hpp"
#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/api/settlement_documents.hpp"
#include "gateway/api/worker_pool.hpp"
#include "merchant/charges/charge_report.hpp"
#include "merchant/report/formats.hpp"

namespace chopay::api {
namespace {

namespace charges = merchant::charges;
namespace json = boost::json;
namespace report = merchant::report;
using http::Exchange;
using http::Response;

constexpr std::size_t papers_waiting_max = 4;

/// Asks the lane and gives the answer's value, or the response that says why not.
template <class Command>
net::Task<std::variant<typename Command::Answer, Response>> asked(Services& services,
                                                                  Exchange& exchange,
                                                                  Command& command) {
  auto answer = co_await services.lane.ask(exchange.loop(), command);
  if (answer.state != LaneState::answered) co_return problem_of(answer.state);
  if (!answer.answer) co_return problem_of(answer.answer.error());
  co_return std::move(answer.answer);
}

net::Task<Response> set_tariff(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"tariff", "name", "by_area", "price", "zone", "from"}};
  charges::Tariff tariff{body.text("tariff"),  body.text("name"),
                         body.flag("by_area"), ledger::Dong{body.whole_number("price")},
                         body.text("zone"),    {}};
  const auto from = charges::parse_charge_month(body.text("from"));
  if (!body.good()) co_return problem_of(body.error());
  if (!from) co_return problem_of(from.error());
  tariff.from = *from;
  charges::SetTariff what{access->market, {std::move(tariff), actor(caller, *access)}};
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  co_return json_answer("{}", 201);
}

/// Bills in as many entries as it takes; a try that broke off is gone on with by the next.
net::Task<Response> open_month(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  const auto month = charges::parse_charge_month(exchange.param("month"));
  if (!month) co_return problem_of(month.error());
  charges::Billed all;
  do {
    charges::BillStalls what{access->market, *month, actor(caller, *access)};
    auto answer = co_await asked(services, exchange, what);
    if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
    const auto& billed = *std::get<charges::BillStalls::Answer>(answer);
    all.stalls += billed.stalls;
    all.sum += billed.sum;
    all.more = billed.more;
  } while (all.more);
  co_return json_answer(json::serialize(json::object{
      {"month", charges::month_text(*month)}, {"stalls", all.stalls}, {"sum", all.sum.count()}}));
}

net::Task<Response> close_month(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  const auto month = charges::parse_charge_month(exchange.param("month"));
  if (!month) co_return problem_of(month.error());
  charges::CloseCharges what{access->market, *month, actor(caller, *access)};
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  co_return json_answer("{}");
}

template <class Command>
net::Task<Response> change_owed(Services& services, Exchange& exchange, Command command) {
  auto answer = co_await asked(services, exchange, command);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& state = *std::get<typename Command::Answer>(answer);
  co_return json_answer(json::serialize(json::object{{"stall", state.stall.text()},
                                                     {"entry", ledger::number(state.seq)},
                                                     {"owed", state.owed.count()}}),
                        201);
}

net::Task<Response> collect(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"stall", "amount", "id"}};
  charges::CollectCharge what{access->market, body.stall("stall"),
                              ledger::Dong{body.whole_number("amount")}, body.text("id"),
                              actor(caller, *access)};
  if (!body.good()) co_return problem_of(body.error());
  co_return co_await change_owed(services, exchange, std::move(what));
}

net::Task<Response> waive(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"stall", "amount", "why"}};
  charges::WaiveCharge what{access->market, body.stall("stall"),
                            ledger::Dong{body.whole_number("amount")}, body.text("why"),
                            actor(caller, *access)};
  if (!body.good()) co_return problem_of(body.error());
  co_return co_await change_owed(services, exchange, std::move(what));
}

json::object hand_over_json(const charges::HandOver& one) {
  const bool counted = !one.confirmed_by.empty();
  return {{"entry", ledger::number(one.seq)},
          {"date", to_string(one.day)},
          {"collector", one.collector},
          {"held", one.held.count()},
          {"amount", one.amount.count()},
          {"counted", counted ? json::value(one.counted.count()) : json::value{}},
          {"confirmed_by", counted ? json::value(one.confirmed_by) : json::value{}}};
}

net::Task<Response> hand_over(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"amount"}};
  charges::HandOverCash what{access->market, ledger::Dong{body.whole_number("amount")},
                             actor(caller, *access)};
  if (!body.good()) co_return problem_of(body.error());
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& one = *std::get<charges::HandOverCash::Answer>(answer);
  co_return json_answer(json::serialize(hand_over_json(one)), 201);
}

net::Task<Response> confirm(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::run_charges);
  if (!access) co_return no_access(caller);
  JsonBody body{exchange.request().body, {"counted"}};
  charges::ConfirmHandOver what{access->market, seq_param(exchange, "entry"),
                                ledger::Dong{body.whole_number("counted")}, actor(caller, *access)};
  if (!body.good()) co_return problem_of(body.error());
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& one = *std::get<charges::ConfirmHandOver::Answer>(answer);
  co_return json_answer(json::serialize(hand_over_json(one)));
}

enum class Paper { bills, hand_overs, arrears };

struct PaperWish {
  Paper paper = Paper::bills;
  ledger::BusinessDay month;
  report::FormatForm form = report::format_forms.front();
};

/// "2026-11.pdf"; of arrears, which are as of now, "now.pdf".
std::variant<PaperWish, Response> paper_wish(Paper paper, std::string_view text) {
  PaperWish wish{paper, {}};
  const auto point = text.rfind('.');
  const auto ending = point == std::string_view::npos ? "json" : text.substr(point + 1);
  const auto form = report::format_named(ending);
  if (!form) return bad_request("bad_format", "there are .json, .csv, .xlsx and .pdf");
  wish.form = *form;
  if (paper == Paper::arrears) return wish;
  const auto month = charges::parse_charge_month(text.substr(0, point));
  if (!month) return problem_of(month.error());
  wish.month = *month;
  return wish;
}

report::Report report_of(const charges::Charges& all, const PaperWish& wish,
                         const ledger::Hash& hash) {
  switch (wish.paper) {
    case Paper::bills:
      return bill_report(all, wish.month, hash);
    case Paper::hand_overs:
      return hand_over_report(all, wish.month, hash);
    case Paper::arrears:
      break;
  }
  return arrears_report(all, hash);
}

/// The hash of the entry at this place; zeros where the log has none.
ledger::Hash hash_at(ledger::Reader& reader, const merchant::MarketId& market, ledger::Seq seq) {
  ledger::Hash hash{};
  if (seq == ledger::Seq{}) return hash;
  const ledger::Seq before{ledger::number(seq) - 1};
  reader.read(market, before, 1, [&](const ledger::StoredEntry& stored) {
    hash = stored.hash;
    return false;
  });
  return hash;
}

net::Task<Response> show_paper(WorkerPool& pool, Services& services, Exchange& exchange,
                               Paper paper) {
  const Caller caller{exchange.request(), services.keys};
  const auto* access = caller.allowed(Deed::see_charges);
  if (!access || is_of_a_stall(access->role)) co_return no_access(caller);
  auto wished = paper_wish(paper, exchange.param("paper"));
  if (auto* refused = std::get_if<Response>(&wished)) co_return std::move(*refused);
  const auto& wish = std::get<PaperWish>(wished);
  charges::ShowCharges what{access->market};
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& all = *std::get<charges::ShowCharges::Answer>(answer);
  if (paper == Paper::bills && !all.book.month(wish.month)) {
    co_return problem_of(merchant::Error{merchant::Errc::unknown_charge_month});
  }
  ledger::Hash hash{};
  ReaderPool::Work reading = [&](ledger::Reader& reader) {
    hash = hash_at(reader, access->market, all.book.last());
  };
  if (!co_await services.readers.run(exchange.loop(), std::move(reading))) {
    co_return problem_of(LaneState::busy);
  }
  std::optional<merchant::Result<std::string>> bytes;
  std::string name;
  WorkerPool::Work drawing = [&](std::size_t) {
    const auto made = report_of(all, wish, hash);
    name = made.file_name;
    bytes = report::render(made, wish.form.format);
  };
  if (!co_await pool.run(exchange.loop(), std::move(drawing))) {
    co_return problem_of(LaneState::busy);
  }
  if (!*bytes) co_return problem_of(bytes->error());
  co_return document_answer(std::move(**bytes), wish.form, name);
}

net::Task<Response> show_stall(Services& services, Exchange& exchange, bool drawn) {
  const Caller caller{exchange.request(), services.keys};
  if (!caller.known()) co_return no_access(caller);
  const auto stall = merchant::StallId::parse(exchange.param("stall"));
  if (!stall) co_return problem_of(merchant::Error{merchant::Errc::unknown_stall});
  const auto* access = caller.allowed(Deed::see_charges, *stall);
  if (!access) co_return no_access(caller);
  charges::ShowOwed what{access->market, *stall};
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& owed = *std::get<charges::ShowOwed::Answer>(answer);
  const auto payload = charge_payload(owed, *stall);
  if (drawn) {
    if (payload.empty()) co_return problem_of(merchant::Error{merchant::Errc::nothing_owed});
    co_return svg_answer(services.drawings, payload);
  }
  co_return json_answer(json::serialize(json::object{
      {"stall", stall->text()},
      {"month", owed.month ? json::value(charges::month_text(*owed.month)) : json::value{}},
      {"owed", owed.owed.count()},
      {"payload", payload.empty() ? json::value{} : json::value(payload)}}));
}

}  // namespace

void add_charge_routes(http::Router& router, Services& services) {
  using http::Method;
  const auto pool = std::make_shared<WorkerPool>(1, papers_waiting_max);
  const auto post = [&](const char* path, auto handler) {
    router.add({Method::post, path, 2048,
                [&services, handler](Exchange& exchange) { return handler(services, exchange); }});
  };
  const auto paper = [&](const char* path, Paper which) {
    router.add({Method::get, path, 0, [pool, &services, which](Exchange& exchange) {
                  return show_paper(*pool, services, exchange, which);
                }});
  };
  post("/v1/charges/tariffs", set_tariff);
  post("/v1/charges/months/{month}/open", open_month);
  post("/v1/charges/months/{month}/close", close_month);
  post("/v1/charges/payments", collect);
  post("/v1/charges/waivers", waive);
  post("/v1/charges/hand-overs", hand_over);
  post("/v1/charges/hand-overs/{entry}/confirm", confirm);
  paper("/v1/charges/months/{paper}", Paper::bills);
  paper("/v1/charges/hand-overs/{paper}", Paper::hand_overs);
  paper("/v1/charges/arrears/{paper}", Paper::arrears);
  router.add({Method::get, "/v1/stalls/{stall}/charge", 0,
              [&](Exchange& exchange) { return show_stall(services, exchange, false); }});
  router.add({Method::get, "/v1/stalls/{stall}/charge.svg", 0,
              [&](Exchange& exchange) { return show_stall(services, exchange, true); }});
}

}  // namespace chopay::api
