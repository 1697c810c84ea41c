#include "gateway/cli/callback_command.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "gateway/bank/adapter.hpp"
#include "gateway/bank/check.hpp"
#include "gateway/bank/kept_message.hpp"
#include "gateway/cli/delivery_commands.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/frozen_ledger.hpp"

namespace chopay::cli {
namespace {

struct CallbackCheckOptions {
  std::string kind;    ///< "sepay", "standard", …
  std::string scheme;  ///< where the provider has several: "hmac", "api_key", …
  std::string secret_file;
  std::string headers_file;
  std::string body_file;
  std::string method = "POST";
  std::string path = "/";
  std::optional<std::int64_t> now_unix;  ///< without it the message's age is not judged
  bool lines = false;                    ///< messages on standard input, one JSON row a line
};

/// The last second of the year 2099.
constexpr std::int64_t now_unix_max = 4'102'444'799;

/// A row of --jsonl: a message of 64 KiB, escaped, with its headers.
constexpr std::size_t row_bytes_max = std::size_t{1} << 20U;

int print(const std::string& line, Console& console) {
  console.out << line << '\n';
  return line.starts_with(R"({"accepted":true)") ? exit_done : exit_no;
}

Result<std::string> check_row(std::string_view line, bank::SeenIds& seen, Console& console) {
  const auto row = bank::parse_check_row(line);
  if (!row) return row.error();
  return bank::check_callback(*row, seen, console.clock.now());
}

int check_rows(Console& console) {
  int code = exit_done;
  bank::SeenIds seen;
  std::string line;
  while (console.out && next_line(console.in, line, row_bytes_max + 1)) {
    const auto checked = check_row(line, seen, console);
    if (checked) {
      code = std::max(code, print(*checked, console));
      continue;
    }
    // A line for every row, so that rows and answers can be laid side by side.
    const boost::json::object unreadable{
        {"accepted", false}, {"action", nullptr}, {"why", "the row: " + checked.error().message()}};
    console.out << boost::json::serialize(unreadable) << '\n';
    code = exit_not_run;
  }
  return code;
}

/// A secret as it is used: editors put a line end behind it.
std::string without_line_end(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

int callback_check(const CallbackCheckOptions& options, Console& console) {
  const bool files = !options.kind.empty() && !options.secret_file.empty() &&
                     !options.headers_file.empty() && !options.body_file.empty();
  if (options.lines) return check_rows(console);
  if (!files) {
    return fail(console, "give --kind, --secret-file, --headers and --body, or --jsonl");
  }
  auto secret = read_file(options.secret_file);
  if (!secret) return fail(console, secret.error().message());
  const auto headers = read_file(options.headers_file);
  if (!headers) return fail(console, headers.error().message());
  auto body = read_file(options.body_file);
  if (!body) return fail(console, body.error().message());
  bank::CheckRow row{.id = {},
                     .provider = options.kind,
                     .scheme = options.scheme,
                     .method = options.method,
                     .path = options.path,
                     .headers = bank::read_header_lines(*headers),
                     .body = std::move(*body),
                     .secret = bank::Secret(without_line_end(std::move(*secret))),
                     .now = {}};
  if (options.now_unix) row.now = ledger::Instant{std::chrono::seconds{*options.now_unix}};
  bank::SeenIds seen;
  const auto line = bank::check_callback(row, seen, console.clock.now());
  return line ? print(*line, console) : fail(console, line.error().message());
}

int callback_kept(const std::string& data, Console& console) {
  const auto read = with_frozen_ledger(data, [&](ledger::Reader& reader) {
    for (const auto& [name, value] : reader.vault_list(bank::kept_prefix)) {
      if (bank::read_kept(value)) console.out << value << '\n';
    }
  });
  return read ? exit_done : fail(console, read.error().message());
}

void add_kept(Command& group) {
  auto data = options_of<std::string>();
  Command command = group.command(
      "kept", "List the messages that became no credit and were kept, one JSON a line",
      "Authentic messages of unknown accounts, of accounts that their source may not speak of,\n"
      "and those that a person must look at.\n"
      "Example:\n  chopay callback kept --data /var/lib/chopay");
  command.text({"--data", "Folder of the ledger", "DIR", true}, *data);
  command.on_call([data](Console& console) { return callback_kept(*data, console); });
}

}  // namespace

void add_callback_commands(Command& root) {
  Command group = root.group("callback", "Messages of banks");
  auto options = options_of<CallbackCheckOptions>();
  Command command = group.command(
      "check", "Say what would be done with a message, and why",
      "Kinds: " + bank::list_of_kinds() +
          ".\nExit code 0 if the message is accepted, 1 if it is refused.\n"
          "Example:\n"
          "  chopay callback check --kind sepay --secret-file s.txt --headers h.txt --body b.json");
  command.text({"--kind", "Kind of the source, as below"}, options->kind);
  command.text({"--scheme", "Where a kind has several: hmac, api_key, none"}, options->scheme);
  command.text({"--secret-file", "Secret, or public key in PEM", "FILE"}, options->secret_file);
  command.text({"--headers", "\"Name: value\" lines", "FILE"}, options->headers_file);
  command.text({"--body", "The body, byte for byte", "FILE"}, options->body_file);
  command.text({"--method", "The method, where it is signed"}, options->method);
  command.text({"--path", "The path, where it is signed"}, options->path);
  command.number(
      {"--now", "When it came in, unix seconds; without it its age is not judged", "NUMBER"}, 0,
      now_unix_max, options->now_unix);
  command.flag("--jsonl", "Read messages on standard input, one JSON a line", options->lines);
  command.on_call(action_of(options, callback_check));
  add_kept(group);
  add_delivery_commands(group);
}

}  // namespace chopay::cli
