#include "gateway/cli/books_command.hpp"

#include <algorithm>
#include <vector>

#include "gateway/cli/files.hpp"
#include "gateway/cli/frozen_ledger.hpp"
#include "gateway/cli/market_view.hpp"
#include "gateway/cli/report_format.hpp"
#include "merchant/books/book_report.hpp"
#include "merchant/report/formats.hpp"

namespace chopay::cli {
namespace {

namespace books = merchant::books;
namespace report = merchant::report;

constexpr const char* all_books = "all";
constexpr const char* meter_form = "meter";

struct BooksOptions {
  std::string data;
  std::vector<std::string> stalls;
  std::string period;  ///< a day, a month, a quarter or from..to
  std::string market;  ///< may be empty where the ledger has one
  std::string form = "s1a";
  std::string group;
  ReportFormat format;
  std::string out;  ///< file; empty: standard output
};

Result<books::BookWish> wish_of(const BooksOptions& options) {
  books::BookWish wish;
  for (const auto& text : options.stalls) {
    auto stall = merchant::StallId::parse(text);
    if (!stall) return stall.error();
    wish.stalls.push_back(std::move(*stall));
  }
  const auto period = report::parse_period(options.period);
  if (!period) return period.error();
  wish.period = *period;
  wish.group = options.group;
  return wish;
}

Result<std::string> document_of(const books::HouseholdBook& book, const BooksOptions& options) {
  if (options.form == all_books) return books::book_bundle(book);
  return report::render(books::book_report(book, books::book_form_named(options.form)->form),
                        options.format.form());
}

Result<std::string> read_document(ledger::Reader& reader, const BooksOptions& options,
                                  const books::BookWish& wish) {
  const auto market = choose_market(reader, options.market);
  if (!market) return market.error();
  const auto registry = fold_registry(reader, *market);
  if (!registry) return registry.error();
  if (options.form == meter_form) {
    const auto meter = books::read_tax_meter(reader, **registry, wish.stalls, wish.period.to);
    if (!meter) return meter.error();
    return books::to_json(*meter) + '\n';
  }
  const auto book = books::read_household_book(reader, *registry, wish);
  if (!book) return book.error();
  return document_of(*book, options);
}

int books_command(const BooksOptions& options, Console& console) {
  const auto wish = wish_of(options);
  if (!wish) return fail(console, wish.error().message());
  Result<std::string> document{Error{Errc::no_market}};
  const auto read = with_frozen_ledger(options.data, [&](ledger::Reader& reader) {
    document = read_document(reader, options, *wish);
  });
  if (!read) return fail(console, read.error().message());
  if (!document) return fail(console, document.error().message());
  return hand_out(*document, options.out, console);
}

}  // namespace

void add_books_command(Command& root) {
  auto options = options_of<BooksOptions>();
  Command command = root.command(
      "books", "Draft a household's books from its QR money and cash lines",
      "Drafts and estimates, no declaration: what was not paid by QR or noted is not in them.\n"
      "Several stalls must be of one household.\n"
      "Examples:\n"
      "  chopay books A12 --data ./data --period 2026-11 --format pdf --out s1a.pdf\n"
      "  chopay books A12 B07 --data ./data --period 2026-Q4 --form s2a --group goods\n"
      "  chopay books A12 --data ./data --period 2026-11 --form all --out november.zip\n"
      "  chopay books A12 --data ./data --period 2026-11-24 --form meter");
  command.texts({"STALL", "Code of a stall of the household", "", true}, options->stalls);
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text(
      {"--period", "Days in Vietnam: YYYY-MM-DD, YYYY-MM, YYYY-Qn or FROM..TO", "PERIOD", true},
      options->period);
  command.text({"--market", "Needed if the ledger has several", "ID"}, options->market);
  std::vector<std::string> forms;
  std::ranges::transform(books::book_forms, std::back_inserter(forms),
                         [](const auto& row) { return std::string{row.name}; });
  forms.insert(forms.end(), {all_books, meter_form});
  command.choice({"--form", "Which book (s1a); all: a ZIP of them; meter: how far to the line", ""},
                 forms, options->form);
  command.text({"--group", "Trade group of the tax law (by the stall's trade)", "CODE"},
               options->group);
  add_format_options(command, options->format);
  command.text({"--out", "Write to this file", "FILE"}, options->out);
  command.on_call(action_of(options, books_command));
}

}  // namespace chopay::cli
