#include "gateway/cli/charges_command.hpp"

#include <algorithm>
#include <vector>

#include "gateway/cli/files.hpp"
#include "gateway/cli/frozen_ledger.hpp"
#include "gateway/cli/market_view.hpp"
#include "gateway/cli/report_format.hpp"
#include "ledger/replay.hpp"
#include "merchant/book.hpp"
#include "merchant/charges/charge_report.hpp"
#include "merchant/charges/show_charges.hpp"
#include "merchant/report/formats.hpp"

namespace chopay::cli {
namespace {

namespace charges = merchant::charges;
namespace report = merchant::report;

constexpr const char* paper_bills = "bc-03";
constexpr const char* paper_hand_overs = "bc-04";
constexpr const char* paper_arrears = "bc-05";

struct ChargesOptions {
  std::string data;
  std::string market;  ///< may be empty where the ledger has one
  std::string month;   ///< "2026-11"
  std::string paper = paper_bills;
  ReportFormat format = {"csv", ";"};
  std::string out;  ///< file; empty: standard output
};

/// The charges' part, and the hash of the newest entry that is in it.
struct FoldedCharges {
  charges::Charges part;
  ledger::Hash hash{};
  charges::RemindedAt reminded = {};
  std::vector<charges::Waiver> waivers = {};
};

Result<FoldedCharges> fold_charges(ledger::Reader& reader, const ChargesOptions& options,
                                   charges::ChargesPart part, ledger::BusinessDay month) {
  const auto market = choose_market(reader, options.market);
  if (!market) return market.error();
  merchant::Book book;
  const auto read = ledger::replay(reader, [&](const ledger::Entry& entry) {
    if (entry.market == *market) book.apply(entry);
  });
  if (!read) return read.error();
  auto shown = charges::part_of_charges(book.registry(), book.charges(), part, month);
  if (!shown) return shown.error();
  FoldedCharges folded{std::move(*shown)};
  folded.reminded = charges::reminded_at(reader, *market);
  folded.waivers = charges::read_waivers(reader, *market, folded.part.bills, month);
  if (folded.part.last != ledger::Seq{}) {
    const ledger::Seq before{ledger::number(folded.part.last) - 1};
    reader.read(*market, before, 1, [&](const ledger::StoredEntry& stored) {
      folded.hash = stored.hash;
      return false;
    });
  }
  return folded;
}

Result<FoldedCharges> read_charges(const ChargesOptions& options, charges::ChargesPart part,
                                   ledger::BusinessDay month) {
  Result<FoldedCharges> folded{Error{Errc::no_market}};
  const auto read = with_frozen_ledger(options.data, [&](ledger::Reader& reader) {
    folded = fold_charges(reader, options, part, month);
  });
  if (!read) return read.error();
  return folded;
}

/// One stall a line, by zone and code: the code, what it owes in đồng, its household.
int charges_list(const ChargesOptions& options, Console& console) {
  const auto folded = read_charges(options, charges::ChargesPart::debts, {});
  if (!folded) return fail(console, folded.error().message());
  const auto& part = folded->part;
  for (const auto& zone : part.registry->zones) {
    for (const auto* stall : part.registry->stalls_of(zone.id)) {
      const auto debt = part.debts.find(stall->id);
      if (debt == part.debts.end()) continue;
      console.out << stall->id.text() << '\t' << debt->second.all.count() << '\t'
                  << stall->household << '\n';
    }
  }
  return exit_done;
}

int charges_export(const ChargesOptions& options, Console& console) {
  const bool arrears = options.paper == paper_arrears;
  ledger::BusinessDay month;
  if (!arrears) {
    const auto parsed = charges::parse_charge_month(options.month);
    if (!parsed) return fail(console, "--month: " + parsed.error().message());
    month = *parsed;
  }
  const bool bills = options.paper == paper_bills;
  const auto part = arrears ? charges::ChargesPart::debts
                    : bills ? charges::ChargesPart::bills
                            : charges::ChargesPart::hand_overs;
  const auto folded = read_charges(options, part, month);
  if (!folded) return fail(console, folded.error().message());
  const auto made = arrears ? charges::arrears_report(folded->part, folded->reminded, folded->hash)
                    : bills
                        ? charges::bill_report(folded->part, month, folded->hash, folded->waivers)
                        : charges::hand_over_report(folded->part, month, folded->hash);
  const auto document = report::render(made, options.format.form());
  if (!document) return fail(console, document.error().message());
  return hand_out(*document, options.out, console);
}

void add_list(Command& group) {
  auto options = options_of<ChargesOptions>();
  Command command = group.command("list", "Which stalls owe the board, and how much",
                                  "A line has the stall, đồng and the household, with tabs.\n"
                                  "Example:\n  chopay charges list --data ./data");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "Needed if the ledger has several", "ID"}, options->market);
  command.on_call(action_of(options, charges_list));
}

void add_open(Command& group, const Hooks& hooks) {
  auto options = options_of<ChargesOpenOptions>();
  Command command = group.command(
      "open", "Bill a month: every stall that was not yet",
      "Beside a stopped server; the running one's board has /board/charges.\n"
      "Example:\n  chopay charges open 2026-11 --data /var/lib/chopay --market my-market");
  command.text({"MONTH", "YYYY-MM; the month before must be closed", "", true}, options->month);
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "Whose charges", "ID", true}, options->market);
  command.on_call([options, &hooks](Console& console) {
    if (!hooks.charges_open) return fail(console, "this program cannot open a month");
    return hooks.charges_open(*options, console.out);
  });
}

void add_export(Command& group) {
  auto options = options_of<ChargesOptions>();
  Command command = group.command(
      "export", "Write a paper of the charges",
      "Examples:\n"
      "  chopay charges export --data ./data --month 2026-11 --format pdf --out bc03.pdf\n"
      "  chopay charges export --data ./data --paper bc-05 --format csv");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "Needed if the ledger has several", "ID"}, options->market);
  command.choice({"--paper", "BC-03 bills, BC-04 hand-overs, BC-05 arrears as of now (bc-03)", ""},
                 {paper_bills, paper_hand_overs, paper_arrears}, options->paper);
  command.text({"--month", "YYYY-MM, for BC-03 and BC-04", "MONTH"}, options->month);
  add_format_options(command, options->format);
  command.text({"--out", "Write to this file", "FILE"}, options->out);
  command.on_call(action_of(options, charges_export));
}

}  // namespace

void add_charges_commands(Command& root, const Hooks& hooks) {
  Command group = root.group("charges", "What a market's stalls owe its board");
  add_list(group);
  add_open(group, hooks);
  add_export(group);
}

}  // namespace chopay::cli
