#include "gateway/cli/init_command.hpp"

namespace chopay::cli {
namespace {

constexpr std::size_t answer_bytes_max = 200;

struct InitWords {
  std::string data;
  std::string name;
  std::string province;
  std::string id;
  std::string person;
  std::string managing_body;
  std::string url;
};

/// Asks for what is missing, once; an empty answer takes what is usual. False where there is none.
bool ask_for(Console& console, const std::string& what, std::string& into,
             const std::string& usual = {}) {
  if (!into.empty()) return true;
  console.out << what << (usual.empty() ? "" : " [" + usual + "]") << ": " << std::flush;
  next_line(console.in, into, answer_bytes_max);
  if (into.empty()) into = usual;
  return !into.empty();
}

int init(InitWords words, const Init& begin, Console& console) {
  if (!begin) return fail(console, "this program cannot open markets");
  // Who gives the name gives all that has no usual answer: a script is asked nothing.
  const bool in_talk = words.name.empty();
  if (!ask_for(console, "Name of the market", words.name)) {
    return fail(console, "a market needs a --name");
  }
  if (!ask_for(console, "Province", words.province)) {
    return fail(console, "a market needs a --province");
  }
  if (in_talk)
    ask_for(console, "Its short name in addresses", words.id,
            merchant::usual_market_id(words.name));
  if (words.id.empty()) words.id = merchant::usual_market_id(words.name);
  const auto id = merchant::MarketId::parse(words.id);
  if (!id) return fail(console, "--id: " + id.error().message());
  if (!ask_for(console, "Name of the first board manager", words.person)) {
    return fail(console, "somebody must be the first: --person");
  }
  if (in_talk) ask_for(console, "Address at which it will be reached", words.url, usual_url);
  if (words.url.empty()) words.url = usual_url;
  InitOptions options;
  options.data = words.data;
  options.market.market.market = *id;
  options.market.market.data = {words.name, words.province};
  options.market.market.data.managing_body = words.managing_body;
  options.person = words.person;
  options.url = words.url;
  while (options.url.ends_with('/')) options.url.pop_back();
  return begin(options, console.out);
}

}  // namespace

void add_init_command(Command& root, const Hooks& hooks) {
  auto words = options_of<InitWords>();
  Command command = root.command(
      "init", "Open a market and invite its first board manager",
      "Prints a link and its QR code, good once and for a day: start the server, and let the\n"
      "manager's phone open it. What is not given is asked for.\n"
      "Example:\n  chopay init --data /var/lib/chopay --name 'Chợ Hạ Long I' \\\n"
      "    --province 'Quảng Ninh' --person 'Chị Lan' --url https://pay.example.vn");
  command.text({"--data", "Folder of the ledger", "DIR", true}, words->data);
  command.text({"--name", "Name of the market", "TEXT"}, words->name);
  command.text({"--province", "Where it is", "TEXT"}, words->province);
  command.text({"--id", "Its short name in addresses; without it, made of the name", "ID"},
               words->id);
  command.text({"--managing-body", "Who runs it", "TEXT"}, words->managing_body);
  command.text({"--person", "Name of the first board manager", "TEXT"}, words->person);
  command.text(
      {"--url", "Address at which it will be reached, as public_url in chopay.toml", "URL"},
      words->url);
  command.on_call([words, &hooks](Console& console) { return init(*words, hooks.init, console); });
}

}  // namespace chopay::cli
