#include "gateway/cli/statement_command.hpp"

#include "gateway/cli/files.hpp"
#include "merchant/statement/read.hpp"
#include "merchant/statement/statement_json.hpp"
#include "qr/bank_directory.hpp"

namespace chopay::cli {
namespace {

namespace statement = merchant::statement;

/// Which file, and what is known of it.
struct StatementFile {
  std::string path;
  std::string format = "auto";
  std::string mapping;  ///< path of a JSON file; may be empty
  std::string bank;     ///< any usual name or a BIN; may be empty
  std::string account;  ///< may be empty
};

Result<statement::ReadOptions> read_options(const StatementFile& file) {
  statement::ReadOptions options;
  if (file.format != "auto") options.format = file.format;
  options.account = file.account;
  if (!file.bank.empty()) {
    const auto* bank = qr::BankDirectory::standard().lookup(file.bank);
    if (!bank) return Error{Errc::unknown_bank, file.bank};
    options.bank = bank->bin;
  }
  if (file.mapping.empty()) return options;
  const auto text = read_file(file.mapping, statement::mapping_bytes_max);
  if (!text) return text.error();
  auto mapping = statement::read_mapping(*text);
  if (!mapping) return Error{mapping.error().code, file.mapping + ": " + mapping.error().detail};
  options.mapping = std::move(*mapping);
  return options;
}

int refuse_rows(const statement::Statement& read, Console& console) {
  for (const auto& problem : read.problems) {
    console.out << statement::problem_json(problem) << '\n';
  }
  const auto count = read.problems.size();
  return fail(console,
              std::to_string(count) + (count == 1 ? " problem" : " problems") +
                  (count == statement::problems_max ? " or more" : "") +
                  "; a statement is read whole or not at all",
              exit_no);
}

int statement_read(const StatementFile& file, Console& console) {
  const auto options = read_options(file);
  if (!options) return fail(console, options.error().message());
  const auto bytes = read_file(file.path, statement::file_bytes_max);
  if (!bytes) return fail(console, bytes.error().message());
  const auto read = statement::read_statement(*bytes, *options);
  if (!read) return fail(console, file.path + ": " + read.error().message(), exit_no);
  if (!read->problems.empty()) return refuse_rows(*read, console);
  console.out << statement::heading_json(*read) << '\n';
  for (const auto& line : read->lines) console.out << statement::line_json(line) << '\n';
  return exit_done;
}

void file_options(Command& command, StatementFile& file) {
  std::vector<std::string> formats{"auto"};
  for (const auto name : statement::format_names()) formats.emplace_back(name);
  command.text({"FILE", "camt.053, MT940, CSV in UTF-8 or XLSX", "", true}, file.path);
  command.choice({"--format", "What the file is, if it shall not tell itself", ""}, formats,
                 file.format);
  command.text({"--mapping", "JSON: which header names which column", "FILE"}, file.mapping);
  command.text({"--bank", "Whose statement it is, if the file does not say", "BANK"}, file.bank);
  command.text({"--account", "The same for the account; another in the file is refused", "NUMBER"},
               file.account);
}

}  // namespace

void add_statement_commands(Command& root) {
  Command group = root.group("statement", "Bank statements: read them, compare, import");
  auto file = options_of<StatementFile>();
  Command read = group.command(
      "read", "Print what a bank's statement says, one JSON a line",
      "The first line is the statement, each other one a booking. Any problem is told by its row,\n"
      "and then nothing else is printed: half a statement is none. A mapping for a bank that is\n"
      "not known: {\"bank\":\"MB\",\"columns\":{\"day\":\"Ngày\",\"credit\":\"Tiền vào\",\n"
      "\"debit\":\"Tiền ra\",\"reference\":\"Số GD\",\"text\":\"Nội dung\",\"balance\":\"Số "
      "dư\"}}\n"
      "(also time, amount, direction, counter_account, counter_name).\n"
      "Exit code 0 read, 1 refused, 2 not read.\n"
      "Example:\n  chopay statement read saoke.xlsx --bank VCB");
  file_options(read, *file);
  read.on_call(action_of(file, statement_read));
}

}  // namespace chopay::cli
