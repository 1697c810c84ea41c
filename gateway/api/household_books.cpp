// What a household keeps for itself, and nobody else is shown: GET /v1/stalls/{stall}/books/…, the
// meter to the year's line, and the cash that it notes.
#include <boost/json.hpp>

#include <memory>
#include <optional>
#include <utility>

#include "gateway/api/credit_answer.hpp"
#include "gateway/api/json_body.hpp"
#include "gateway/api/papers.hpp"
#include "gateway/api/problems.hpp"
#include "gateway/api/services.hpp"
#include "gateway/http/query.hpp"
#include "merchant/books/book_report.hpp"
#include "merchant/books/stall_days.hpp"

namespace chopay::api {
namespace {

namespace books = merchant::books;
namespace json = boost::json;
namespace report = merchant::report;
using http::Exchange;
using http::Response;

constexpr std::string_view all_books = "all";
constexpr std::string_view zip_ending = ".zip";

/// A household's own stall with its market's registry, or the answer that says why not.
struct OwnStall {
  merchant::StallId stall;
  Access access;
  std::shared_ptr<const merchant::Registry> registry;
};

net::Task<std::variant<OwnStall, Response>> own_stall(Services& services, Exchange& exchange) {
  const Caller caller{exchange.request(), services.keys};
  const auto stall = merchant::StallId::parse(exchange.param("stall"));
  if (!caller.known()) co_return no_access(caller);
  if (!stall) co_return problem_of(merchant::Error{merchant::Errc::unknown_stall});
  const auto* access = caller.allowed(Deed::keep_books, *stall);
  if (!access) co_return no_access(caller);
  merchant::ShowRegistry what{access->market};
  auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  if (!(*asked.answer)->stall(*stall)) {
    co_return problem_of(merchant::Error{merchant::Errc::unknown_stall, stall->text()});
  }
  OwnStall own{*stall, *access, std::move(*asked.answer)};
  co_return own;
}

/// What the address names: one book in one format, or all of them in an archive.
struct PaperWish {
  books::BookWish book;
  std::optional<books::BookFormRow> form;  ///< nothing: all of them
  report::FormatForm format = report::format_forms.front();
};

std::variant<PaperWish, Response> paper_wish(const Exchange& exchange) {
  PaperWish wish;
  const auto form = exchange.param("form");
  auto text = exchange.param("period");
  if (form == all_books) {
    if (!text.ends_with(zip_ending)) return bad_request("bad_format", "all books are a .zip");
    text.remove_suffix(zip_ending.size());
  } else {
    wish.form = books::book_form_named(form);
    if (!wish.form) return bad_request("bad_form", "there are s1a, s2a, s2e, accounts and all");
    const auto named = paper_named(text);
    if (const auto* refused = std::get_if<Response>(&named)) return *refused;
    wish.format = std::get<PaperName>(named).form;
    text = std::get<PaperName>(named).of;
  }
  const auto period = report::parse_period(text);
  if (!period) return problem_of(period.error());
  wish.book.period = *period;
  const auto query = http::parse_query(exchange.request().query, {"group", "separator"});
  if (!query) return bad_request("bad_query", query.error().message());
  if (!take_separator(*query, wish.format)) return bad_separator();
  wish.book.group = query->find("group").value_or("");
  return wish;
}

Response archive_answer(std::string bytes, const std::string& name) {
  Response response;
  response.content_type = "application/zip";
  response.body = std::move(bytes);
  response.headers.add("Content-Disposition", "attachment; filename=\"" + name + ".zip\"");
  return response;
}

/// The books on paper, with the name of their file; REQUIRES: the thread of Services::papers.
merchant::Result<std::string> written(const books::HouseholdBook& book, const PaperWish& wish,
                                      std::string& name) {
  if (!wish.form) {
    name = books::bundle_name(book);
    return books::book_bundle(book);
  }
  const auto made = books::book_report(book, wish.form->form);
  name = made.file_name;
  return report::render(made, wish.format);
}

net::Task<Response> show_book(Services& services, Exchange& exchange) {
  auto wished = paper_wish(exchange);
  if (auto* refused = std::get_if<Response>(&wished)) co_return std::move(*refused);
  auto wish = std::get<PaperWish>(wished);
  auto found = co_await own_stall(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& own = std::get<OwnStall>(found);
  wish.book.stalls = {own.stall};
  std::optional<merchant::Result<std::string>> bytes;
  std::string name;
  ReaderPool::Work making = [&](ledger::Reader& reader) {
    const auto book = books::read_household_book(reader, own.registry, wish.book);
    bytes = book ? written(*book, wish, name) : book.error();
  };
  if (!co_await services.papers.run(exchange.loop(), std::move(making))) {
    co_return problem_of(LaneState::busy);
  }
  if (!*bytes) co_return problem_of(bytes->error());
  co_return wish.form ? document_answer(std::move(**bytes), wish.format, name)
                      : archive_answer(std::move(**bytes), name);
}

net::Task<Response> show_meter(Services& services, Exchange& exchange) {
  const auto query = http::parse_query(exchange.request().query, {"date"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  auto through = ledger::business_day_of(services.clock.now());
  if (const auto date = query->find("date")) {
    const auto day = ledger::parse_business_day(*date);
    if (!day) co_return bad_request("bad_date", "a date has the form 2026-11-24");
    through = *day;
  }
  auto found = co_await own_stall(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& own = std::get<OwnStall>(found);
  std::optional<merchant::Result<books::TaxMeter>> meter;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    meter = books::read_tax_meter(reader, *own.registry, {own.stall}, through);
  });
  if (!read) co_return problem_of(LaneState::busy);
  if (!*meter) co_return problem_of(meter->error());
  co_return json_answer(books::to_json(**meter));
}

json::object line_json(const merchant::CashLine& line) {
  return {{"seq", ledger::number(line.seq)},
          {"stall", line.stall.text()},
          {"date", to_string(line.day)},
          {"amount", line.amount.count()},
          {"taken_back", line.taken_back}};
}

net::Task<Response> list_cash(Services& services, Exchange& exchange) {
  const auto query = http::parse_query(exchange.request().query, {"period"});
  if (!query) co_return bad_request("bad_query", query.error().message());
  const auto today = to_string(ledger::business_day_of(services.clock.now()));
  const auto period = report::parse_period(query->find("period").value_or(today.substr(0, 7)));
  if (!period) co_return problem_of(period.error());
  auto found = co_await own_stall(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& own = std::get<OwnStall>(found);
  books::StallEntries entries;
  const bool read = co_await services.readers.run(exchange.loop(), [&](ledger::Reader& reader) {
    const ledger::FrozenView view{reader};
    entries = books::read_stall_entries(reader, own.registry->market, own.stall, *period);
  });
  if (!read) co_return problem_of(LaneState::busy);
  json::array lines;
  ledger::Dong sum;
  for (const auto& [line, note] : entries.cash) {
    auto row = line_json(line);
    row["note"] = note;
    lines.push_back(std::move(row));
    if (!line.taken_back) sum += line.amount;
  }
  co_return json_answer(json::serialize(json::object{
      {"period", to_string(*period)}, {"lines", std::move(lines)}, {"sum", sum.count()}}));
}

net::Task<Response> note_cash(Services& services, Exchange& exchange) {
  auto found = co_await own_stall(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& own = std::get<OwnStall>(found);
  const Caller caller{exchange.request(), services.keys};
  JsonBody body{exchange.request().body, {"date", "amount", "id", "note"}};
  const auto date = body.text("date");
  const auto amount = body.whole_number("amount");
  const auto id = body.text("id");
  const auto note = body.text("note");
  if (!body.good()) co_return problem_of(body.error());
  const auto day = date.empty() ? ledger::business_day_of(services.clock.now())
                                : ledger::parse_business_day(date);
  if (!day) co_return bad_request("bad_date", "a date has the form 2026-11-24");
  if (!note.empty() && !merchant::is_line(note, merchant::cash_note_bytes_max)) {
    co_return problem_of(
        merchant::Error{merchant::Errc::bad_text, "note: one line, at most 200 bytes"});
  }
  merchant::NoteCash what{own.access.market,
                          own.stall,
                          *day,
                          ledger::Dong{amount},
                          id,
                          actor(caller, own.access),
                          ledger::make_private_part(note, services.random)};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  co_return json_answer(json::serialize(line_json(*asked.answer)), 201);
}

net::Task<Response> take_back(Services& services, Exchange& exchange) {
  auto found = co_await own_stall(services, exchange);
  if (auto* refused = std::get_if<Response>(&found)) co_return std::move(*refused);
  const auto& own = std::get<OwnStall>(found);
  const Caller caller{exchange.request(), services.keys};
  merchant::TakeBackCash what{own.access.market, own.stall, seq_param(exchange, "line"),
                              actor(caller, own.access)};
  const auto asked = co_await services.lane.ask(exchange.loop(), what);
  if (asked.state != LaneState::answered) co_return problem_of(asked.state);
  if (!asked.answer) co_return problem_of(asked.answer.error());
  co_return json_answer(json::serialize(line_json(*asked.answer)));
}

}  // namespace

void add_household_book_routes(http::Router& router, Services& services) {
  using http::Method;
  const std::string stall = "/v1/stalls/{stall}/";
  router.add({Method::get, stall + "books/{form}/{period}", 0,
              [&](Exchange& exchange) { return show_book(services, exchange); }, paper_max});
  router.add({Method::get, stall + "tax-meter", 0,
              [&](Exchange& exchange) { return show_meter(services, exchange); }});
  router.add({Method::get, stall + "cash-lines", 0,
              [&](Exchange& exchange) { return list_cash(services, exchange); }});
  router.add({Method::post, stall + "cash-lines", 2048,
              [&](Exchange& exchange) { return note_cash(services, exchange); }});
  router.add({Method::post, stall + "cash-lines/{line}/take-back", 256,
              [&](Exchange& exchange) { return take_back(services, exchange); }});
}

}  // namespace chopay::api
