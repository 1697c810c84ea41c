#include "gateway/cli/qr_commands.hpp"

#include <boost/json.hpp>

#include <algorithm>

#include "gateway/cli/code_report.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/read_command.hpp"
#include "qr/bank_directory.hpp"
#include "qr/decode.hpp"
#include "qr/draw_png.hpp"
#include "qr/draw_svg.hpp"
#include "qr/transfer_note.hpp"
#include "qr/vietqr.hpp"

namespace chopay::cli {
namespace {

struct QrEncodeOptions {
  std::string bank;  ///< BIN, code or name
  std::string account;
  std::optional<std::int64_t> amount_dong;
  std::string note;  ///< any text, as name and city; folded for the banks
  std::string name;
  std::string city;
  bool allow_unknown_bank = false;
};

struct QrDecodeOptions {
  std::vector<std::string> payloads;
  bool json = false;
  bool lines = false;  ///< payloads come on standard input, one a line; always JSON
};

struct QrImageOptions {
  std::string payload;
  std::string out;                     ///< *.png or *.svg
  std::optional<std::int64_t> pixels;  ///< on a side, 1 … 8192
  std::string level = "M";
};

constexpr int usual_pixels = 512;
constexpr int pixels_max = 8192;

/// Far above the 512 characters of a payload: a longer line is refused by its length anyway.
constexpr std::size_t payload_line_bytes_max = 8U << 10U;

bool is_bin(std::string_view text) {
  return text.size() == 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The BIN that the user means; six digits stand for themselves.
std::string bin_of(const std::string& bank) {
  if (is_bin(bank)) return bank;
  const qr::Bank* found = qr::BankDirectory::standard().lookup(bank);
  return found ? found->bin : std::string();
}

int decode_lines(Console& console) {
  int code = exit_done;
  std::string line;
  while (console.out && next_line(console.in, line, payload_line_bytes_max)) {
    const auto report = report_as_json(line);
    if (!report.valid) code = exit_no;
    console.out << report.text;
  }
  return code;
}

qr::Level level_of(const std::string& name) {
  if (name == "L") return qr::Level::low;
  if (name == "Q") return qr::Level::quartile;
  if (name == "H") return qr::Level::high;
  return qr::Level::medium;
}

int qr_encode(const QrEncodeOptions& options, Console& console) {
  qr::TransferCode code;
  code.bin = bin_of(options.bank);
  if (code.bin.empty()) return fail(console, "no bank is called \"" + options.bank + '"');
  code.account = options.account;
  code.amount_dong = options.amount_dong;
  code.memo = qr::fold_note(options.note);
  code.merchant_name = qr::fold_note(options.name);
  code.merchant_city = qr::fold_note(options.city);
  if (!options.note.empty() && code.memo.empty()) {
    return fail(console, "the note has no letter or digit that banks keep");
  }
  const auto payload = qr::encode(code, {.allow_unknown_bank = options.allow_unknown_bank});
  if (!payload) return fail(console, payload.error().message());
  console.out << *payload << '\n';
  return exit_done;
}

int qr_decode(const QrDecodeOptions& options, Console& console) {
  if (options.lines != options.payloads.empty()) {
    return fail(console, options.lines ? "--jsonl reads standard input, so give no PAYLOAD"
                                       : "give a PAYLOAD, or --jsonl and payloads on input");
  }
  if (options.lines) return decode_lines(console);
  int code = exit_done;
  for (const auto& payload : options.payloads) {
    const auto report = options.json ? report_as_json(payload) : report_as_text(payload);
    if (!report.valid) code = exit_no;
    console.out << report.text;
  }
  return code;
}

int qr_image(const QrImageOptions& options, Console& console) {
  const bool png = options.out.ends_with(".png");
  if (!png && !options.out.ends_with(".svg")) {
    return fail(console, "--out must end in .png or .svg");
  }
  // A drawing of a broken code would be printed and paid into nowhere.
  if (const auto code = qr::decode(options.payload); !code) {
    return fail(console, "the payload is invalid: " + code.error().message());
  }
  const auto symbol = qr::make_symbol(options.payload, level_of(options.level));
  if (!symbol) return fail(console, symbol.error().message());
  const int pixels = static_cast<int>(options.pixels.value_or(usual_pixels));
  const auto drawing =
      png ? qr::draw_png(*symbol, pixels) : qr::Result<std::string>(qr::draw_svg(*symbol, pixels));
  if (!drawing) return fail(console, drawing.error().message());
  if (const auto written = write_file(options.out, *drawing); !written) {
    return fail(console, written.error().message());
  }
  return exit_done;
}

void add_encode(Command& qr) {
  auto options = options_of<QrEncodeOptions>();
  Command command = qr.command(
      "encode", "Print the payload of a transfer code",
      "Nothing is ever cut: a text that does not fit is refused.\n"
      "Example:\n"
      "  chopay qr encode --bank VCB --account 1017595600 --amount 50000 --note \"Cá thu\"");
  command.text({"--bank", "Receiving bank: BIN, code or name", "BANK", true}, options->bank);
  command.text({"--account", "Receiving account, 1-19 letters and digits", "ACCOUNT", true},
               options->account);
  command.number({"--amount", "Whole dong; without it the payer types it", "DONG"}, 1,
                 qr::amount_dong_max, options->amount_dong);
  command.text({"--note", "Transfer text; marks are taken off, at most 25 characters then"},
               options->note);
  command.text({"--name", "Name of the payee, at most 25 characters"}, options->name);
  command.text({"--city", "City of the payee, at most 15 characters"}, options->city);
  command.flag("--allow-unknown-bank", "Take a BIN that is not in the directory",
               options->allow_unknown_bank);
  command.on_call(action_of(options, qr_encode));
}

void add_decode(Command& qr) {
  auto options = options_of<QrDecodeOptions>();
  Command command = qr.command(
      "decode", "Say what payloads hold, and whether they are valid",
      "JSON: {\"valid\",\"scheme\",\"error\":null|{\"code\",\"at\"},\"fields\":{\"bank\",\n"
      "  \"account\",\"service\",\"amount\",\"note\",\"name\",\"city\",\"poi\"}}; absent is null.\n"
      "Exit code 0 if all payloads are valid, 1 if one is not.\n"
      "Example:\n  chopay qr decode --jsonl < payloads.txt");
  command.texts({"PAYLOAD", "Text of a code, one or several", ""}, options->payloads);
  command.flag("--json", "One line of JSON for each payload", options->json);
  command.flag("--jsonl", "Read payloads on standard input, one a line", options->lines);
  command.on_call(action_of(options, qr_decode));
}

void add_image(Command& qr) {
  auto options = options_of<QrImageOptions>();
  Command command = qr.command("image", "Draw a payload as PNG or SVG",
                               "Example:\n  chopay qr image --out code.png --px 600 PAYLOAD");
  command.text({"PAYLOAD", "Text of a valid code", "", true}, options->payload);
  command.text({"--out", "File to write, *.png or *.svg", "FILE", true}, options->out);
  command.number({"--px", "Pixels on a side (512)", "NUMBER"}, 1, pixels_max, options->pixels);
  command.choice({"--level", "Error correction", ""}, {"L", "M", "Q", "H"}, options->level);
  command.on_call(action_of(options, qr_image));
}

}  // namespace

void add_qr_commands(Command& root) {
  Command qr = root.group("qr", "Make, read and draw VietQR codes");
  add_encode(qr);
  add_decode(qr);
  add_image(qr);
  add_read_command(qr);
}

}  // namespace chopay::cli
