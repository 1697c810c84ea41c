// BC-03, BC-04 and BC-05: the papers of the board's charges.
#include <memory>
#include <optional>
#include <utility>

#include "gateway/api/asked.hpp"
#include "gateway/api/settlement_documents.hpp"
#include "gateway/api/worker_pool.hpp"
#include "gateway/http/query.hpp"
#include "merchant/charges/charge_report.hpp"
#include "merchant/report/formats.hpp"

namespace chopay::api {
namespace {

namespace charges = merchant::charges;
namespace report = merchant::report;
using http::Exchange;
using http::Response;

constexpr std::size_t papers_waiting_max = 4;

enum class Paper { bills, hand_overs, arrears };

charges::ChargesPart part_of(Paper paper) {
  switch (paper) {
    case Paper::bills:
      return charges::ChargesPart::bills;
    case Paper::hand_overs:
      return charges::ChargesPart::hand_overs;
    case Paper::arrears:
      break;
  }
  return charges::ChargesPart::debts;
}

struct PaperWish {
  Paper paper = Paper::bills;
  ledger::BusinessDay month;
  report::FormatForm form = report::format_forms.front();
};

/// "2026-11.pdf"; of arrears, which are as of now, "now.pdf".
std::variant<PaperWish, Response> paper_wish(Paper paper, const Exchange& exchange) {
  const auto text = exchange.param("paper");
  PaperWish wish{paper, {}};
  const auto point = text.rfind('.');
  const auto ending = point == std::string_view::npos ? "json" : text.substr(point + 1);
  const auto form = report::format_named(ending);
  if (!form) return bad_request("bad_format", "there are .json, .csv, .xlsx and .pdf");
  wish.form = *form;
  const auto query = http::parse_query(exchange.request().query, {"separator"});
  if (!query) return bad_request("bad_query", query.error().message());
  if (!take_separator(*query, wish.form)) return bad_separator();
  if (paper == Paper::arrears) return wish;
  const auto month = charges::parse_charge_month(text.substr(0, point));
  if (!month) return problem_of(month.error());
  wish.month = *month;
  return wish;
}

report::Report report_of(const charges::Charges& all, const PaperWish& wish,
                         const charges::RemindedAt& reminders, const ledger::Hash& hash) {
  switch (wish.paper) {
    case Paper::bills:
      return bill_report(all, wish.month, hash);
    case Paper::hand_overs:
      return hand_over_report(all, wish.month, hash);
    case Paper::arrears:
      break;
  }
  return arrears_report(all, reminders, hash);
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
  auto wished = paper_wish(paper, exchange);
  if (auto* refused = std::get_if<Response>(&wished)) co_return std::move(*refused);
  const auto& wish = std::get<PaperWish>(wished);
  charges::ShowCharges what{access->market, part_of(paper), wish.month};
  auto answer = co_await asked(services, exchange, what);
  if (auto* refused = std::get_if<Response>(&answer)) co_return std::move(*refused);
  const auto& all = *std::get<charges::ShowCharges::Answer>(answer);
  ledger::Hash hash{};
  charges::RemindedAt reminders;
  ReaderPool::Work reading = [&](ledger::Reader& reader) {
    hash = hash_at(reader, access->market, all.last);
    if (paper == Paper::arrears) reminders = charges::reminded_at(reader, access->market);
  };
  if (!co_await services.readers.run(exchange.loop(), std::move(reading))) {
    co_return problem_of(LaneState::busy);
  }
  std::optional<merchant::Result<std::string>> bytes;
  std::string name;
  WorkerPool::Work drawing = [&](std::size_t) {
    const auto made = report_of(all, wish, reminders, hash);
    name = made.file_name;
    bytes = report::render(made, wish.form);
  };
  if (!co_await pool.run(exchange.loop(), std::move(drawing))) {
    co_return problem_of(LaneState::busy);
  }
  if (!*bytes) co_return problem_of(bytes->error());
  co_return document_answer(std::move(**bytes), wish.form, name);
}

}  // namespace

void add_charge_paper_routes(http::Router& router, Services& services) {
  const auto pool = std::make_shared<WorkerPool>(1, papers_waiting_max);
  const auto paper = [&](const char* path, Paper which) {
    router.add({http::Method::get, path, 0, [pool, &services, which](Exchange& exchange) {
                  return show_paper(*pool, services, exchange, which);
                }});
  };
  paper("/v1/charges/months/{paper}", Paper::bills);
  paper("/v1/charges/hand-overs/{paper}", Paper::hand_overs);
  paper("/v1/charges/arrears/{paper}", Paper::arrears);
}

}  // namespace chopay::api
