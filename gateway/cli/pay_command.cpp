#include "gateway/cli/pay_command.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>

#include "gateway/bank/adapter.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/picture.hpp"
#include "gateway/sandbox/bank.hpp"
#include "gateway/sandbox/bank_client.hpp"
#include "gateway/sandbox/clock.hpp"
#include "gateway/sandbox/clock_client.hpp"
#include "gateway/sandbox/sandbox_file.hpp"
#include "qr/decode.hpp"

namespace chopay::cli {
namespace {

struct PayOptions {
  std::string code;  ///< picture, payload or address
  std::optional<std::int64_t> amount_dong;
  std::string note_as_bank = "plain";
  std::optional<std::int64_t> short_dong;  ///< this much less is paid than asked for
  std::optional<std::int64_t> over_dong;   ///< this much more
  bool twice = false;
  std::string provider = "sepay";  ///< in whose format the gateway is told
  std::string late;                ///< "20m": it is paid so much later; or empty
  std::string to;                  ///< the gateway; empty: as DATA/sandbox.json says
  std::string data = "./data";
};

bool is_address(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

/// The one payment code in a picture; other codes beside it do not matter.
Result<qr::Decoded> code_in_picture(std::string_view png) {
  const auto texts = codes_in(png);
  if (!texts) return Error{qr::make_error_code(texts.error().code), texts.error().detail};
  std::optional<qr::Decoded> found;
  std::optional<qr::Error> refused;
  for (const auto& text : *texts) {
    auto code = qr::decode(text);
    if (!code) {
      refused = code.error();
    } else if (found) {
      return Error{Errc::several_codes};
    } else {
      found = std::move(*code);
    }
  }
  if (found) return std::move(*found);
  if (refused) return Error{qr::make_error_code(refused->code), refused->detail};
  return Error{Errc::no_code};
}

/// What a phone sees when it is held to the picture, the page or the text.
Result<qr::Decoded> scan_code(const std::string& what, Console& console) {
  if (is_address(what)) {
    const auto picture = sandbox::fetch_picture(console.web, what);
    if (!picture) return picture.error();
    return code_in_picture(*picture);
  }
  std::error_code failed;
  if (std::filesystem::exists(what, failed)) {
    const auto picture = read_file(what, picture_bytes_max);
    if (!picture) return picture.error();
    return code_in_picture(*picture);
  }
  auto code = qr::decode(what);
  if (code) return std::move(*code);
  // A text that begins as every code does was meant as one; anything else may be a wrong path.
  if (!what.starts_with("0002")) return Error{Errc::no_code_text, what};
  return Error{qr::make_error_code(code.error().code), code.error().detail};
}

Result<sandbox::SandboxFile> read_sandbox(const std::string& data) {
  const auto path = std::filesystem::path(data) / sandbox::sandbox_file_name;
  const auto text = read_file(path.string());
  if (!text) return text.error();
  return sandbox::parse_sandbox_file(*text);
}

std::uint64_t new_number(ledger::Random& random) {
  std::uint64_t number = 0;
  while (number == 0) {
    std::uint8_t bytes[8];
    random.fill(bytes);
    for (const auto byte : bytes) number = number << 8U | byte;
    number &= sandbox::payment_number_max;
  }
  return number;
}

/// Status, answer and milliseconds on one line.
std::string answer_line(const sandbox::WebAnswer& answer) {
  std::string body = answer.body;
  std::replace_if(
      body.begin(), body.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  using Tenths = std::chrono::duration<std::int64_t, std::ratio<1, 10'000>>;
  const auto tenths = std::chrono::round<Tenths>(answer.took).count();
  const auto took_ms = std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
  return std::to_string(answer.status) + ' ' + body + (body.empty() ? "" : " ") + took_ms + " ms\n";
}

int send(const std::vector<sandbox::SignedNotice>& notices, const sandbox::CallbackAddress& address,
         Console& console) {
  int code = exit_done;
  for (const auto& notice : notices) {
    const auto answer = sandbox::deliver(console.web, address, notice);
    if (!answer) return fail(console, address.to + ": " + answer.error().message());
    console.out << answer_line(*answer) << std::flush;
    if (answer->status < 200 || answer->status > 299) code = exit_no;
  }
  return code;
}

/// "90s", "20m", "2h"; nothing for another form, or more than a day.
std::optional<std::chrono::seconds> delay_in(std::string_view text) {
  if (text.empty()) return std::chrono::seconds{0};
  const auto unit = text.back();
  const auto factor = unit == 's' ? 1 : unit == 'm' ? 60 : unit == 'h' ? 3'600 : 0;
  text.remove_suffix(1);
  std::int64_t count = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (factor == 0 || error != std::errc{} || stop != text.data() + text.size()) {
    return std::nullopt;
  }
  if (count < 1 || count > 86'400 / factor) return std::nullopt;
  return std::chrono::seconds{count * factor};
}

/// The kind of a provider by any of its names, where its format is written; else empty.
std::string_view wire_kind(std::string_view provider) {
  const auto* adapter = bank::find_adapter(provider);
  const auto kinds = sandbox::wire_kinds();
  const bool written = adapter && std::ranges::find(kinds, adapter->kind) != kinds.end();
  return written ? adapter->kind : std::string_view{};
}

/// When the shopper pays: now by the sandbox's clock, which is set forward by the delay first, so
/// that the gateway finds the payment late by its own.
Result<ledger::Instant> time_of_payment(const PayOptions& options, std::chrono::seconds delay,
                                        const sandbox::SandboxFile& file, Console& console) {
  if (delay.count() == 0) return console.clock.now() + sandbox::clock_ahead(options.data);
  return sandbox::set_forward(console.web, options.to.empty() ? file.url : options.to, file.api_key,
                              delay);
}

int pay(const PayOptions& options, Console& console) {
  if (options.short_dong && options.over_dong) {
    return fail(console, "give --short or --over, not both");
  }
  const auto sandbox_file = read_sandbox(options.data);
  if (!sandbox_file) return fail(console, sandbox_file.error().message());
  const auto code = scan_code(options.code, console);
  if (!code) return fail(console, code.error().message());
  std::optional<ledger::Dong> given;
  if (options.amount_dong) given = ledger::Dong{*options.amount_dong};
  const auto asked = sandbox::amount_to_pay(*code, given);
  if (!asked) return fail(console, asked.error().message() + " with --amount");
  const ledger::Dong paid = *asked + ledger::Dong{options.over_dong.value_or(0)} -
                            ledger::Dong{options.short_dong.value_or(0)};
  const auto delay = delay_in(options.late);
  if (!delay) return fail(console, "--late wants a time like 90s, 20m or 2h");
  const auto kind = wire_kind(options.provider);
  if (kind.empty()) return fail(console, "the sandbox writes no format called " + options.provider);
  const auto source =
      kind == "sepay" ? sandbox_file->source_id : sandbox::wire_source(kind, code->bin());
  const auto path = "/callbacks/" + source;
  const auto now = time_of_payment(options, *delay, *sandbox_file, console);
  if (!now) return fail(console, now.error().message());
  const auto notices = sandbox::pay(
      {.code = *code,
       .amount = paid,
       .trouble = options.twice ? sandbox::Trouble::twice : sandbox::Trouble::exact,
       .note_as = sandbox::note_style(options.note_as_bank).value_or(sandbox::NoteStyle::plain),
       .now = *now,
       .number = new_number(console.random),
       .provider = kind,
       .path = path},
      sandbox_file->source_secret);
  if (!notices) return fail(console, notices.error().message());
  return send(*notices, {options.to.empty() ? sandbox_file->url : options.to, source}, console);
}

}  // namespace

void add_pay_command(Command& root) {
  auto options = options_of<PayOptions>();
  const auto dong_max = ledger::transfer_max.count();
  Command command = root.command(
      "pay", "Pay a code as a shopper's bank would (sandbox only)",
      "Reads the code out of the picture, checks it, and sends the signed notice of the payment\n"
      "to the gateway. An address is a pay page (http://HOST/pay/ID) or a picture. Prints the\n"
      "HTTP status, the answer and the milliseconds.\n"
      "Exit code 0 if the gateway answered 2xx, 1 if not, 2 if nothing could be sent.\n"
      "Examples:\n"
      "  chopay pay code.png\n"
      "  chopay pay http://127.0.0.1:8080/pay/pr_1 --note-as-bank vcb --short 5000\n"
      "  chopay pay code.png --provider casso-v2 --twice --late 20m --mangle mb");
  command.text({"CODE", "A PNG picture, the text of a code, or an address", "", true},
               options->code);
  command.number({"--amount", "What to pay; needed if the code has no amount", "DONG"}, 1, dong_max,
                 options->amount_dong);
  command.choice({"--note-as-bank", "Change the transfer text as this bank does", ""},
                 {"vcb", "mb", "bidv", "plain"}, options->note_as_bank);
  command.number({"--short", "Pay so much too little", "DONG"}, 1, dong_max, options->short_dong);
  command.number({"--over", "Pay so much too much", "DONG"}, 1, dong_max, options->over_dong);
  command.choice({"--mangle", "The same as --note-as-bank", ""}, {"vcb", "mb", "bidv", "plain"},
                 options->note_as_bank);
  command.text(
      {"--provider", "In whose format the gateway is told, e.g. casso, payos, camt054", "KIND"},
      options->provider);
  command.text({"--late", "Set the sandbox's clock forward first: 90s, 20m, 2h", "TIME"},
               options->late);
  command.flag("--twice", "Send the identical notice two times", options->twice);
  command.text({"--to", "Gateway, if not the one of sandbox.json", "URL"}, options->to);
  command.text({"--data", "Folder with sandbox.json", "DIR"}, options->data);
  command.on_call(action_of(options, pay));
}

}  // namespace chopay::cli
