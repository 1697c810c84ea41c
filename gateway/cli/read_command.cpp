#include "gateway/cli/read_command.hpp"

#include <boost/json.hpp>

#include <iterator>
#include <optional>

#include "gateway/cli/code_report.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/market_view.hpp"
#include "gateway/cli/picture.hpp"
#include "merchant/stall_code.hpp"
#include "qr/emv_tlv.hpp"

namespace chopay::cli {
namespace {

namespace json = boost::json;

struct ReadOptions {
  std::string picture;  ///< a file, or "-" for standard input
  bool json = false;
  std::string data;    ///< folder of a ledger to judge against; may be empty
  std::string market;  ///< may be empty where the ledger has one
  std::string stall;   ///< where the photo was taken; may be empty
};

/// What the codes are judged against: the registry's codes and where the photo was taken.
struct Registered {
  qr::IssuedCodes issued;
  std::string stall;
};

Result<std::string> picture_bytes(const ReadOptions& options, Console& console) {
  if (options.picture != "-") return read_file(options.picture, picture_bytes_max);
  std::string bytes;
  bytes.resize(picture_bytes_max + 1);
  console.in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(console.in.gcount()));
  if (bytes.size() > picture_bytes_max) return Error{Errc::too_large, "the picture"};
  return bytes;
}

Result<std::optional<Registered>> registered(const ReadOptions& options) {
  if (options.data.empty()) return std::optional<Registered>{};
  const auto registry = read_registry(options.data, options.market);
  if (!registry) return registry.error();
  return std::optional{Registered{merchant::issued_codes(*registry), options.stall}};
}

/// {"text","verdict","stall","valid",…}: the report with the code's text in front, and the verdict
/// where there is one; the text is null where it is not UTF-8.
std::string as_json(const std::string& text, const std::optional<qr::Judgement>& judgement,
                    const std::string& report) {
  json::value shown;
  if (qr::is_utf8(text)) shown = json::string(text);
  std::string line = "{\"text\":" + json::serialize(shown) + ',';
  if (judgement) {
    json::value stall;
    if (!judgement->stall.empty()) stall = json::string(judgement->stall);
    line += "\"verdict\":\"" + std::string(qr::verdict_name(judgement->verdict)) +
            "\",\"stall\":" + json::serialize(stall) + ',';
  }
  return line + report.substr(1);
}

std::string as_text(const std::string& text, const std::optional<qr::Judgement>& judgement,
                    const std::string& report) {
  std::string shown = qr::is_ans(text) ? text : "(a text that is not printable ASCII)";
  shown += '\n';
  if (judgement) {
    shown += "verdict " + std::string(qr::verdict_name(judgement->verdict));
    if (!judgement->stall.empty()) shown += ", stall " + judgement->stall;
    shown += '\n';
  }
  return shown + report;
}

/// Prints one code; true if it is what it should be: genuine, or without a registry valid.
bool print_code(const std::string& text, bool json_wanted,
                const std::optional<Registered>& registry, Console& console) {
  const auto report = json_wanted ? report_as_json(text) : report_as_text(text);
  std::optional<qr::Judgement> judgement;
  if (registry) judgement = qr::judge(text, registry->stall, registry->issued);
  console.out << (json_wanted ? as_json(text, judgement, report.text)
                              : as_text(text, judgement, report.text));
  return judgement ? judgement->verdict == qr::Verdict::genuine : report.valid;
}

int qr_read(const ReadOptions& options, Console& console) {
  const auto bytes = picture_bytes(options, console);
  if (!bytes) return fail(console, bytes.error().message());
  const auto registry = registered(options);
  if (!registry) return fail(console, registry.error().message());
  const auto texts = codes_in(*bytes);
  if (!texts) return fail(console, texts.error().message());
  if (texts->empty()) {
    return fail(console, Error{Errc::no_code, options.picture}.message(), exit_no);
  }
  int code = exit_done;
  for (const auto& text : *texts) {
    if (!print_code(text, options.json, *registry, console)) code = exit_no;
  }
  return code;
}

}  // namespace

void add_read_command(Command& qr) {
  auto options = options_of<ReadOptions>();
  Command command = qr.command(
      "read", "Find the codes in a photo and say what they hold",
      "With --data each code is judged: genuine, outdated, other_stall, foreign or broken.\n"
      "Exit code 1 if there is no code, or one is not valid (with --data: not genuine).\n"
      "Example:\n  chopay qr read --json --data ./data --stall A12 photo.jpg");
  command.text({"PHOTO", "A PNG or JPEG file; - reads standard input", "", true}, options->picture);
  command.flag("--json", "One line of JSON for each code, with its \"text\"", options->json);
  command.text({"--data", "Folder of the ledger to judge against", "DIR"}, options->data);
  command.text({"--market", "Needed if the ledger has several", "ID"}, options->market);
  command.text({"--stall", "Where the photo was taken", "CODE"}, options->stall);
  command.on_call(action_of(options, qr_read));
}

}  // namespace chopay::cli
