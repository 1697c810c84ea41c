#include "gateway/cli/market_commands.hpp"

#include "gateway/cli/files.hpp"
#include "gateway/cli/market_table_command.hpp"
#include "gateway/cli/market_view.hpp"
#include "gateway/cli/sticker_command.hpp"

namespace chopay::cli {
namespace {

struct OpenOptions {
  std::string file;
  std::string data;
};

struct MarketShowOptions {
  std::string data;
  std::string market;  ///< may be empty where the ledger has one
};

void print(const merchant::Registry& registry, std::ostream& out) {
  out << registry.market.text() << ": " << registry.name << ", " << registry.province
      << (registry.sandbox ? " (sandbox)" : "") << '\n';
  for (const auto& zone : registry.zones) {
    out << zone.id << ' ' << zone.name << '\n';
    for (const auto* stall : registry.stalls_of(zone.id)) {
      out << "  " << stall->id.text() << "  " << stall->name << ", " << stall->household << ", "
          << stall->account.bank << ' ' << merchant::masked(stall->account) << ", code "
          << stall->memo.text() << '\n';
    }
  }
}

int market_open(const OpenOptions& options, const MarketOpen& open, Console& console) {
  if (!open) return fail(console, "this program cannot open markets");
  const auto text = read_file(options.file);
  if (!text) return fail(console, text.error().message());
  auto market = merchant::parse_market_file(*text);
  if (!market) return fail(console, options.file + ": " + market.error().message());
  return open({std::move(*market), options.data}, console.out);
}

int market_show(const MarketShowOptions& options, Console& console) {
  const auto registry = read_registry(options.data, options.market);
  if (!registry) return fail(console, registry.error().message());
  print(**registry, console.out);
  return exit_done;
}

void add_open(Command& group, const Hooks& hooks) {
  auto options = options_of<OpenOptions>();
  Command command =
      group.command("open", "Open the market that a file describes",
                    "Example:\n  chopay market open market.json --data /var/lib/chopay");
  command.text({"FILE", "JSON: market, zones, stalls", "", true}, options->file);
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.on_call([options, &hooks](Console& console) {
    return market_open(*options, hooks.market_open, console);
  });
}

void add_show(Command& group) {
  auto options = options_of<MarketShowOptions>();
  Command command = group.command("show", "List a market's zones and stalls",
                                  "Example:\n  chopay market show --data ./data");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "Needed if the ledger has several", "ID"}, options->market);
  command.on_call(action_of(options, market_show));
}

}  // namespace

void add_market_commands(Command& root, const Hooks& hooks) {
  Command group = root.group("market", "Open and show markets");
  add_open(group, hooks);
  add_show(group);
  add_market_table_commands(group, hooks);
  add_sticker_command(group);
}

}  // namespace chopay::cli
