#include "gateway/cli/statement_command.hpp"

#include <boost/json.hpp>

#include <filesystem>

#include "gateway/cli/files.hpp"
#include "gateway/sandbox/sandbox_file.hpp"
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

/// Which gateway, and by whose key; both empty: those of DATA/sandbox.json.
struct StatementUpload {
  StatementFile file;
  std::string to;
  std::string key_file;
  std::string data = "./data";
};

struct GatewayAddress {
  std::string url;
  std::string key;
};

Result<GatewayAddress> address_of(const StatementUpload& upload) {
  GatewayAddress address{upload.to, {}};
  if (!upload.key_file.empty()) {
    const auto key = read_file(upload.key_file);
    if (!key) return key.error();
    address.key = key->substr(0, key->find_first_of("\r\n"));
  }
  if (!address.url.empty() && !address.key.empty()) return address;
  const auto path = std::filesystem::path(upload.data) / sandbox::sandbox_file_name;
  const auto text = read_file(path.string());
  if (!text) return text.error();
  const auto file = sandbox::parse_sandbox_file(*text);
  if (!file) return file.error();
  if (address.url.empty()) address.url = file->url;
  if (address.key.empty()) address.key = file->api_key;
  return address;
}

/// Adds "name=value" to a query, each byte but letters and digits as %XX.
void add_parameter(std::string& query, std::string_view name, std::string_view value) {
  constexpr char digits[] = "0123456789ABCDEF";
  if (value.empty()) return;
  query += query.empty() ? '?' : '&';
  query.append(name).append("=");
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (plain) {
      query += c;
    } else {
      query += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
}

Result<std::string> upload_query(const StatementFile& file, bool commit) {
  std::string query;
  if (file.format != "auto") add_parameter(query, "format", file.format);
  add_parameter(query, "bank", file.bank);
  add_parameter(query, "account", file.account);
  if (!file.mapping.empty()) {
    const auto mapping = read_file(file.mapping, statement::mapping_bytes_max);
    if (!mapping) return mapping.error();
    add_parameter(query, "mapping", *mapping);
  }
  if (commit) add_parameter(query, "commit", "true");
  return query;
}

/// Prints the statement and its sums, then each line and each credit that is not on both sides.
/// True where there is none.
bool print_differences(boost::json::object answer, Console& console) {
  bool agrees = true;
  const auto take = [&](std::string_view name) {
    const auto* list = answer.if_contains(name);
    auto rows = list && list->is_array() ? list->get_array() : boost::json::array{};
    answer.erase(name);
    return rows;
  };
  const auto lines = take("lines");
  const auto others = take("not_in_statement");
  console.out << boost::json::serialize(answer) << '\n';
  for (const auto& line : lines) {
    const auto* verdict = line.is_object() ? line.get_object().if_contains("verdict") : nullptr;
    if (verdict && (*verdict == "matched" || *verdict == "outgoing")) continue;
    agrees = false;
    console.out << boost::json::serialize(line) << '\n';
  }
  for (const auto& other : others) {
    agrees = false;
    console.out << boost::json::serialize(other) << '\n';
  }
  return agrees;
}

int statement_send(const StatementUpload& upload, bool commit, Console& console) {
  const auto address = address_of(upload);
  if (!address) return fail(console, address.error().message());
  auto bytes = read_file(upload.file.path, statement::file_bytes_max);
  if (!bytes) return fail(console, bytes.error().message());
  const auto query = upload_query(upload.file, commit);
  if (!query) return fail(console, query.error().message());
  std::string_view to = address->url;
  while (to.ends_with('/')) to.remove_suffix(1);
  const auto answer = console.web(
      {"POST",
       std::string{to} + "/v1/statements" + *query,
       {{"Authorization", "Bearer " + address->key}, {"Content-Type", "application/octet-stream"}},
       std::move(*bytes)});
  if (!answer) return fail(console, std::string{to} + ": " + answer.error().message());
  boost::json::error_code error;
  const auto body = boost::json::parse(answer->body, error);
  if (error || !body.is_object() || (answer->status != 200 && answer->status != 201)) {
    console.out << answer->body << '\n';
    return fail(console, "the gateway answered " + std::to_string(answer->status), exit_no);
  }
  const bool agrees = print_differences(body.get_object(), console);
  return agrees || commit ? exit_done : exit_no;
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

void add_send(Command& group, const std::string& name, const std::string& help,
              const std::string& manual, bool commit) {
  auto upload = options_of<StatementUpload>();
  Command command = group.command(name, help, manual);
  file_options(command, upload->file);
  command.text({"--to", "Gateway, if not the one of sandbox.json", "URL"}, upload->to);
  command.text({"--key-file", "API key of the board or a program", "FILE"}, upload->key_file);
  command.text({"--data", "Folder with sandbox.json", "DIR"}, upload->data);
  command.on_call(
      [upload, commit](Console& console) { return statement_send(*upload, commit, console); });
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
  add_send(group, "compare", "Compare a statement with the ledger of a running gateway",
           "Changes nothing. Prints the sums, then each line and each credit that is not on both\n"
           "sides, one JSON a line.\n"
           "Exit code 0 if there is none, 1 if there are some, 2 if it could not be compared.\n"
           "Example:\n  chopay statement compare saoke.xlsx --bank VCB --to https://pay.example.vn "
           "--key-file board.key",
           false);
  add_send(group, "import", "The same, and post what only the statement has",
           "Each such line becomes a late credit; the same file again changes nothing. What a\n"
           "person must look at is printed and not posted.\n"
           "Example:\n  chopay statement import saoke.xlsx --bank VCB --data ./data",
           true);
}

}  // namespace chopay::cli
