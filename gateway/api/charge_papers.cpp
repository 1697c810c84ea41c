// BC-03, BC-04 and BC-05: the papers of the board's charges.
#include <utility>

#include "gateway/api/asked.hpp"
#include "gateway/api/papers.hpp"
#include "gateway/http/query.hpp"
#include "merchant/charges/charge_report.hpp"

namespace chopay::api {
namespace {

namespace charges = merchant::charges;
namespace report = merchant::report;
using http::Exchange;
using http::Response;

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
  const auto named = paper_named(exchange.param("paper"));
  if (const auto* refused = std::get_if<Response>(&named)) return *refused;
  const auto& name = std::get<PaperName>(named);
  PaperWish wish{paper, {}, name.form};
  const auto query = http::parse_query(exchange.request().query, {"separator"});
  if (!query) return bad_request("bad_query", query.error().message());
  if (!take_separator(*query, wish.form)) return bad_separator();
  if (paper == Paper::arrears) return wish;
  const auto month = charges::parse_charge_month(name.of);
  if (!month) return problem_of(month.error());
  wish.month = *month;
  return wish;
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

report::Report report_of(ledger::Reader& reader, const charges::Charges& all,
                         const PaperWish& wish) {
  const auto& market = all.registry->market;
  const auto hash = hash_at(reader, market, all.last);
  switch (wish.paper) {
    case Paper::bills:
      return bill_report(all, wish.month, hash,
                         charges::read_waivers(reader, market, all.bills, wish.month));
    case Paper::hand_overs:
      return hand_over_report(all, wish.month, hash);
    case Paper::arrears:
      break;
  }
  return arrears_report(all, charges::reminded_at(reader, market), hash);
}

net::Task<Response> show_paper(Services& services, Exchange& exchange, Paper paper) {
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
  ReadReport read = [&](ledger::Reader& reader) { return report_of(reader, all, wish); };
  co_return co_await make_paper(services, exchange.loop(), wish.form, std::move(read));
}

}  // namespace

void add_charge_paper_routes(http::Router& router, Services& services) {
  const auto paper = [&](const char* path, Paper which) {
    router.add(
        {http::Method::get, path, 0,
         [&services, which](Exchange& exchange) { return show_paper(services, exchange, which); },
         paper_max});
  };
  paper("/v1/charges/months/{paper}", Paper::bills);
  paper("/v1/charges/hand-overs/{paper}", Paper::hand_overs);
  paper("/v1/charges/arrears/{paper}", Paper::arrears);
}

}  // namespace chopay::api
