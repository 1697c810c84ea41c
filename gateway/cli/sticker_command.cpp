#include "gateway/cli/sticker_command.hpp"

#include "gateway/cli/files.hpp"
#include "gateway/cli/market_view.hpp"
#include "merchant/stall_code.hpp"

namespace chopay::cli {
namespace {

struct StickerOptions {
  std::string data;
  std::string market;  ///< may be empty where the ledger has one
  std::string zone;    ///< only this one; empty: all
  std::string stall;   ///< only this one; empty: all
  std::string paper = "sheet_a4";
  std::string out;
  std::string accent;  ///< "#0a7239"; empty: black
  std::string logo;    ///< a PNG file; empty: none
  bool full_account = false;
  std::string address;  ///< put before the stall as the verify address
};

Result<qr::StickerLook> look_of(const StickerOptions& options) {
  qr::StickerLook look;
  look.full_account = options.full_account;
  if (!options.accent.empty()) {
    const auto accent = qr::colour_from_hex(options.accent);
    if (!accent) return Error{Errc::bad_colour, options.accent};
    look.accent = *accent;
  }
  if (!options.logo.empty()) {
    auto logo = read_file(options.logo, qr::logo_bytes_max);
    if (!logo) return logo.error();
    look.logo_png = std::move(*logo);
  }
  return look;
}

std::vector<qr::Sticker> chosen(const merchant::Registry& registry, const StickerOptions& options,
                                const merchant::PrintRun& run) {
  auto stickers = merchant::stickers_of(registry, options.zone, run);
  if (!options.stall.empty()) {
    std::erase_if(stickers,
                  [&](const qr::Sticker& one) { return one.stall_number != options.stall; });
  }
  return stickers;
}

int market_stickers(const StickerOptions& options, Console& console) {
  const auto look = look_of(options);
  if (!look) return fail(console, look.error().message());
  const auto found = read_registry(options.data, options.market);
  if (!found) return fail(console, found.error().message());
  const auto& registry = **found;
  const auto now = console.clock.now();
  const auto address = options.address.empty() ? registry.market.text() : options.address;
  const auto stickers = chosen(registry, options, {ledger::business_day_of(now), address});
  if (stickers.empty()) return fail(console, "no such stall");
  const auto pdf = qr::draw_stickers(stickers, qr::sticker_shape(options.paper).value(), *look,
                                     registry.name, ledger::format_instant(now));
  if (!pdf) return fail(console, pdf.error().message());
  if (const auto written = write_file(options.out, *pdf); !written) {
    return fail(console, written.error().message());
  }
  console.out << stickers.size() << (stickers.size() == 1 ? " sticker" : " stickers") << " in "
              << options.out << '\n';
  return exit_done;
}

}  // namespace

void add_sticker_command(Command& market) {
  auto options = options_of<StickerOptions>();
  Command command = market.command(
      "stickers", "Print the stickers of a market, a zone or a stall as PDF",
      "Zones stand in the market's order, stalls by their number.\n"
      "Example:\n"
      "  chopay market stickers --data ./data --paper sheet_a4 --zone A --out khu-a.pdf");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "Needed if the ledger has several", "ID"}, options->market);
  command.text({"--zone", "Only this zone", "ID"}, options->zone);
  command.text({"--stall", "Only this stall", "CODE"}, options->stall);
  command.choice({"--paper", "What to print on (sheet_a4)", ""}, qr::sticker_shape_names(),
                 options->paper);
  command.text({"--out", "File to write, a PDF", "FILE", true}, options->out);
  command.text({"--accent", "Colour of the bands, like #0a7239 (black)", "COLOUR"},
               options->accent);
  command.text({"--logo", "The market's own logo, a PNG file", "FILE"}, options->logo);
  command.flag("--full-account", "Print the whole account, not its last four",
               options->full_account);
  command.text({"--address", "Where a sticker can be checked, like cho.vn/s", "TEXT"},
               options->address);
  command.on_call(action_of(options, market_stickers));
}

}  // namespace chopay::cli
