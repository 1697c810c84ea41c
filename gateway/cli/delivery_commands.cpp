#include "gateway/cli/delivery_commands.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <vector>

#include "gateway/bank/kept_message.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/frozen_ledger.hpp"
#include "gateway/sandbox/sandbox_file.hpp"

namespace chopay::cli {
namespace {

namespace json = boost::json;

struct LogOptions {
  std::string data;
  std::string source;  ///< empty: all
};

struct ReplayOptions {
  std::string source;
  std::optional<std::int64_t> number;
  std::string data;      ///< folder of a sandbox; else `url` and `key_file`
  std::string url;       ///< of the gateway
  std::string key_file;  ///< holds a key of the market
};

/// One row of the vault as it is printed: with its source, and sorted by when it came in.
struct Line {
  std::string received_at;
  std::string text;
};

std::optional<Line> line_of(std::string_view source, std::string_view value) {
  json::error_code failed;
  auto row = json::parse(value, failed);
  auto* object = failed ? nullptr : row.if_object();
  const auto* received_at = object ? object->if_contains("received_at") : nullptr;
  if (!received_at || !received_at->is_string()) return std::nullopt;
  const std::string at{received_at->get_string()};
  json::object shown{{"source", source}};
  for (auto& [name, field] : *object) shown.emplace(name, std::move(field));
  return Line{at, json::serialize(shown)};
}

int show_log(const LogOptions& options, Console& console) {
  std::vector<Line> lines;
  const auto read = with_frozen_ledger(options.data, [&](ledger::Reader& reader) {
    for (const auto& [name, value] : reader.vault_list(bank::delivery_prefix)) {
      const auto place = std::string_view{name}.substr(bank::delivery_prefix.size());
      const auto source = place.substr(0, place.find('/'));
      if (!options.source.empty() && source != options.source) continue;
      if (auto line = line_of(source, value)) lines.push_back(std::move(*line));
    }
  });
  if (!read) return fail(console, read.error().message());
  std::ranges::stable_sort(lines, {}, &Line::received_at);
  for (const auto& line : lines) console.out << line.text << '\n';
  return exit_done;
}

/// Address and key of the gateway that is asked.
Result<std::pair<std::string, std::string>> gateway_of(const ReplayOptions& options) {
  if (options.url.empty() || options.key_file.empty()) {
    const auto text = read_file(options.data + '/' + std::string{sandbox::sandbox_file_name});
    if (!text) return text.error();
    const auto file = sandbox::parse_sandbox_file(*text);
    if (!file) return Error{sandbox::make_error_code(sandbox::Errc::bad_sandbox_file)};
    return std::pair{file->url, file->api_key};
  }
  auto key = read_file(options.key_file);
  if (!key) return key.error();
  while (key->ends_with('\n') || key->ends_with('\r')) key->pop_back();
  return std::pair{options.url, std::move(*key)};
}

int replay(const ReplayOptions& options, Console& console) {
  auto gateway = gateway_of(options);
  if (!gateway) return fail(console, gateway.error().message());
  auto& [url, key] = *gateway;
  while (url.ends_with('/')) url.pop_back();
  const auto answer = console.web({"POST",
                                   url + "/v1/sources/" + options.source + "/deliveries/" +
                                       std::to_string(options.number.value_or(0)) + "/replay",
                                   {{"Authorization", "Bearer " + key}},
                                   "{}"});
  if (!answer) return fail(console, answer.error().message());
  console.out << answer->status << ' ' << answer->body << '\n';
  return answer->status == 200 ? exit_done : exit_no;
}

}  // namespace

void add_delivery_commands(Command& group) {
  auto log = options_of<LogOptions>();
  Command show = group.command(
      "log", "List what sources have sent and what became of it, one JSON a line",
      "The last 30 days, at most 10,000 messages a source, oldest first. Also beside a running\n"
      "server, whose last second may be missing.\n"
      "Example:\n  chopay callback log --data /var/lib/chopay --source sepay-main");
  show.text({"--data", "Folder of the ledger", "DIR", true}, log->data);
  show.text({"--source", "Of this source only", "ID"}, log->source);
  show.on_call(action_of(log, show_log));

  auto options = options_of<ReplayOptions>();
  options->data = "./data";
  Command again =
      group.command("replay", "Have a message taken that was kept aside",
                    "Asks the running gateway; what is in the ledger already is not posted again.\n"
                    "Example:\n"
                    "  chopay callback replay --source sepay-main --number 17 \\\n"
                    "    --url https://pay.example.vn --key-file api.key");
  again.text({"--source", "Which source sent it", "ID", true}, options->source);
  again.number({"--number", "Its number in the log", "NUMBER", true}, 1, std::int64_t{1} << 53U,
               options->number);
  again.text({"--url", "The gateway", "URL"}, options->url);
  again.text({"--key-file", "Holds a key of the market", "FILE"}, options->key_file);
  again.text({"--data", "Folder of a sandbox, instead of the two", "DIR"}, options->data);
  again.on_call(action_of(options, replay));
}

}  // namespace chopay::cli
