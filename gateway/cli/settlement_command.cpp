#include "gateway/cli/settlement_command.hpp"

#include <algorithm>
#include <vector>

#include "gateway/cli/files.hpp"
#include "gateway/cli/frozen_ledger.hpp"
#include "gateway/cli/market_view.hpp"
#include "gateway/cli/report_format.hpp"
#include "merchant/report/formats.hpp"
#include "merchant/report/settlement_report.hpp"
#include "merchant/settlement.hpp"

namespace chopay::cli {
namespace {

namespace report = merchant::report;

struct SettlementOptions {
  std::string data;
  std::string date;    ///< a day, a month or from..to
  std::string market;  ///< may be empty where the ledger has one
  std::string by = "stall";
  ReportFormat format;
  std::string out;     ///< file; empty: standard output
  bool board = false;  ///< only what a market board may see
};

report::By by_of(const SettlementOptions& options) {
  return report::by_named(options.by).value();
}

Result<report::Figures> figures_of(ledger::Reader& reader, const SettlementOptions& options,
                                   const report::Period& period) {
  const auto market = choose_market(reader, options.market);
  if (!market) return market.error();
  const auto registry = fold_registry(reader, *market);
  if (!registry) return registry.error();
  auto figures = report::read_figures_by(reader, *registry, period, by_of(options));
  return options.board ? report::board_view(std::move(figures)) : std::move(figures);
}

/// A day by stall has JSON and CSV forms of its own, older than the reports.
Result<std::string> document_of(const report::Figures& figures, report::By by,
                                const report::FormatForm& form) {
  const bool day = figures.now.period.kind == report::Period::Kind::day && by == report::By::stall;
  if (day && form.format == report::Format::json)
    return merchant::to_json(figures.now.whole) + '\n';
  if (day && form.format == report::Format::csv) {
    return merchant::to_csv(figures.now.whole, form.separator);
  }
  return report::render(report::settlement_report(figures, by), form);
}

int settlement(const SettlementOptions& options, Console& console) {
  const auto period = report::parse_period(options.date);
  if (!period) return fail(console, "--date: " + period.error().message());
  if (period->days() > report::days_max(by_of(options))) {
    return fail(console, "--by hour, --by adjustment: at most 31 days");
  }
  Result<report::Figures> figures{Error{Errc::no_market}};
  const auto read = with_frozen_ledger(options.data, [&](ledger::Reader& reader) {
    figures = figures_of(reader, options, *period);
  });
  if (!read) return fail(console, read.error().message());
  if (!figures) return fail(console, figures.error().message());
  const auto document = document_of(*figures, by_of(options), options.format.form());
  if (!document) return fail(console, document.error().message());
  return hand_out(*document, options.out, console);
}

}  // namespace

void add_settlement_command(Command& root) {
  auto options = options_of<SettlementOptions>();
  Command command = root.command(
      "settlement", "Report a market's business day, month, or any days up to 366",
      "Everything is shown, also of stalls whose households have not agreed that the board sees\n"
      "it; --board leaves those out, as a board's key does.\n"
      "Examples:\n"
      "  chopay settlement --data ./data --date 2026-11-24 --board --format pdf --out day.pdf\n"
      "  chopay settlement --data ./data --date 2026-11 --format xlsx --out month.xlsx\n"
      "  chopay settlement --data ./data --date 2026-11-01..2026-11-15 --by trade --format csv\n"
      "  chopay settlement --data ./data --date 2026-11 --by hour --format csv --separator ,");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text(
      {"--date", "Days in Vietnam: YYYY-MM-DD, YYYY-MM, YYYY-Qn or FROM..TO", "PERIOD", true},
      options->date);
  command.text({"--market", "Needed if the ledger has several", "ID"}, options->market);
  command.choice({"--by", "What the rows are (stall)", ""},
                 {report::by_names.begin(), report::by_names.end()}, options->by);
  add_format_options(command, options->format);
  command.flag("--board", "Only what the market board may see", options->board);
  command.text({"--out", "Write to this file", "FILE"}, options->out);
  command.on_call(action_of(options, settlement));
}

}  // namespace chopay::cli
