#include "gateway/cli/incidents_command.hpp"

#include "gateway/bank/kept_message.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/frozen_ledger.hpp"
#include "gateway/cli/market_view.hpp"
#include "gateway/cli/report_format.hpp"
#include "merchant/report/incidents.hpp"

namespace chopay::cli {
namespace {

namespace report = merchant::report;

struct IncidentOptions {
  std::string data;
  std::string date;    ///< a day, a month or from..to
  std::string market;  ///< may be empty where the ledger has one
  ReportFormat format;
  std::string out;     ///< file; empty: standard output
  bool board = false;  ///< only what a market board may see
};

Result<report::Incidents> incidents_of(ledger::Reader& reader, const IncidentOptions& options,
                                       const report::Period& period) {
  const auto market = choose_market(reader, options.market);
  if (!market) return market.error();
  const auto registry = fold_registry(reader, *market);
  if (!registry) return registry.error();
  auto incidents =
      report::read_incidents(reader, *registry, period, {true, true, bank::kept_aside(reader)});
  return options.board ? report::board_view(std::move(incidents)) : std::move(incidents);
}

int incidents(const IncidentOptions& options, Console& console) {
  const auto period = report::parse_period(options.date);
  if (!period) return fail(console, "--date: " + period.error().message());
  if (period->days() > report::incident_days_max) return fail(console, "--date: at most 31 days");
  Result<report::Incidents> found{Error{Errc::no_market}};
  const auto read = with_frozen_ledger(options.data, [&](ledger::Reader& reader) {
    found = incidents_of(reader, options, *period);
  });
  if (!read) return fail(console, read.error().message());
  if (!found) return fail(console, found.error().message());
  const auto document = report::render(report::incident_report(*found), options.format.form());
  if (!document) return fail(console, document.error().message());
  return hand_out(*document, options.out, console);
}

}  // namespace

void add_incidents_command(Command& root) {
  auto options = options_of<IncidentOptions>();
  Command command = root.command(
      "incidents", "List a market's alarms, payee changes and sticker checks (BC-07)",
      "No payer, sum or account is in it. --board leaves out what tells of the sales of stalls\n"
      "whose households have not agreed.\n"
      "Example:\n"
      "  chopay incidents --data ./data --date 2026-11 --board --format pdf --out bc07.pdf");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--date", "Days in Vietnam: YYYY-MM-DD, YYYY-MM or FROM..TO", "PERIOD", true},
               options->date);
  command.text({"--market", "Needed if the ledger has several", "ID"}, options->market);
  add_format_options(command, options->format);
  command.flag("--board", "Only what the market board may see", options->board);
  command.text({"--out", "Write to this file", "FILE"}, options->out);
  command.on_call(action_of(options, incidents));
}

}  // namespace chopay::cli
