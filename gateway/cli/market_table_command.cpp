#include "gateway/cli/market_table_command.hpp"

#include "gateway/cli/files.hpp"
#include "gateway/cli/frozen_ledger.hpp"
#include "gateway/cli/market_view.hpp"
#include "merchant/csv.hpp"
#include "merchant/market_table.hpp"

namespace chopay::cli {
namespace {

struct TableImportOptions {
  std::string file;
  std::string data;
  bool dry_run = false;
  bool correct = false;
};

struct TableExportOptions {
  std::string data;
  std::string market;  ///< may be empty where the ledger has one
  std::string out;     ///< empty: standard output
  std::string separator = "semicolon";
};

/// Every market of the folder's ledger; none where there is no ledger yet.
Result<std::vector<merchant::RegisteredMarket>> registered_markets(const std::string& data) {
  Result<std::vector<merchant::RegisteredMarket>> markets{
      std::vector<merchant::RegisteredMarket>{}};
  const auto read = with_frozen_ledger(data, [&](ledger::Reader& reader) {
    for (const auto& head : reader.heads()) {
      const auto registry = fold_registry(reader, head.market);
      if (!registry) {
        markets = registry.error();
        return;
      }
      markets->push_back(merchant::read_registered(reader, *registry));
    }
  });
  if (!read && read.error().code != Errc::no_ledger) return read.error();
  return markets;
}

/// One line a problem, as a spreadsheet shows the place; gives the exit code.
int refuse(const std::vector<merchant::TableProblem>& problems, Console& console) {
  for (const auto& [row, column, what] : problems) {
    console.out << "row " << row;
    if (!column.empty()) console.out << ", " << column;
    console.out << ": " << what << '\n';
  }
  const bool more = problems.size() == merchant::table_problems_max;
  console.out << problems.size() << (problems.size() == 1 ? " problem" : " problems")
              << (more ? " or more" : "") << "; nothing was changed\n";
  return exit_no;
}

int market_import(const TableImportOptions& options, const Hooks& hooks, Console& console) {
  const auto text = read_file(options.file, merchant::csv_bytes_max);
  if (!text) return fail(console, text.error().message());
  auto table = merchant::read_market_table(*text);
  if (!table) return fail(console, options.file + ": " + table.error().message(), exit_no);
  if (!table->problems.empty()) return refuse(table->problems, console);
  const auto markets = registered_markets(options.data);
  if (!markets) return fail(console, markets.error().message());
  const auto problems = merchant::conflicts(*table, *markets, options.correct);
  if (!problems.empty()) return refuse(problems, console);
  std::vector<merchant::CorrectStall> corrections;
  for (const auto& one : *markets) {
    const bool same = one.registry->market == table->file.market.market;
    if (options.correct && same) corrections = merchant::corrections(*table, one);
  }
  if (options.dry_run) {
    console.out << "market " << table->file.market.market.text() << ": " << table->file.zones.size()
                << " zones, " << table->file.stalls.size() << " stalls, " << corrections.size()
                << " corrections; no problem, and nothing was changed\n";
    return exit_done;
  }
  if (!hooks.market_open) return fail(console, "this program cannot open markets");
  return hooks.market_open({std::move(table->file), options.data, std::move(corrections)},
                           console.out);
}

int market_export(const TableExportOptions& options, Console& console) {
  Result<std::string> table{Error{Errc::no_market}};
  const auto read = with_frozen_ledger(options.data, [&](ledger::Reader& reader) {
    const auto market = choose_market(reader, options.market);
    const auto registry = market
                              ? fold_registry(reader, *market)
                              : Result<std::shared_ptr<const merchant::Registry>>{market.error()};
    if (!registry) {
      table = registry.error();
      return;
    }
    const char separator = options.separator == "comma" ? ',' : ';';
    const auto registered = merchant::read_registered(reader, *registry);
    if (options.out.ends_with(".xlsx")) {
      const auto book = merchant::write_market_workbook(registered);
      table = book ? Result<std::string>{*book} : Result<std::string>{book.error()};
    } else {
      table = merchant::write_market_table(registered, separator);
    }
  });
  if (!read) return fail(console, read.error().message());
  if (!table) return fail(console, table.error().message());
  return hand_out(*table, options.out, console);
}

}  // namespace

void add_market_table_commands(Command& group, const Hooks& hooks) {
  auto import_options = options_of<TableImportOptions>();
  Command read = group.command(
      "import", "Open the market that a CSV or XLSX file describes, or add its new stalls",
      "Every problem is told by row and column; with one of them nothing is changed. What is\n"
      "registered already must be the same in the file. The form: `chopay market export`.\n"
      "Example:\n  chopay market import market.csv --data ./data --dry-run");
  read.text({"FILE", "XLSX, or CSV in UTF-8 with `;` or `,` between the cells", "", true},
            import_options->file);
  read.text({"--data", "Folder of the ledger", "DIR", true}, import_options->data);
  read.flag("--dry-run", "Only tell what is wrong", import_options->dry_run);
  read.flag("--correct", "Enter what the file has otherwise of stalls, but for their accounts",
            import_options->correct);
  read.on_call([import_options, &hooks](Console& console) {
    return market_import(*import_options, hooks, console);
  });

  auto export_options = options_of<TableExportOptions>();
  Command write = group.command("export", "Write a market as the file that import reads",
                                "It has the households' tax codes and phones: keep it as such.\n"
                                "Example:\n  chopay market export --data ./data --out market.csv");
  write.text({"--data", "Folder of the ledger", "DIR", true}, export_options->data);
  write.text({"--market", "Needed if the ledger has several", "ID"}, export_options->market);
  write.text({"--out", "File to write, XLSX by its ending; else CSV on standard output", "FILE"},
             export_options->out);
  write.choice({"--separator", "Between cells", ""}, {"semicolon", "comma"},
               export_options->separator);
  write.on_call(action_of(export_options, market_export));
}

}  // namespace chopay::cli
