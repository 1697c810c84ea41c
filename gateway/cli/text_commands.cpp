#include "gateway/cli/text_commands.hpp"

#include <charconv>

#include "merchant/amount_words.hpp"
#include "merchant/transfer_text.hpp"

namespace chopay::cli {

namespace {

struct WordsOptions {
  std::string number;
  bool southern = false;
};

int reference_scan(const std::string& prefix, Console& console) {
  merchant::ReferencePrefix reading_for;
  if (!prefix.empty()) {
    const auto parsed = merchant::ReferencePrefix::parse(prefix);
    if (!parsed) return fail(console, "--prefix: not three consonants that codes may begin with");
    reading_for = *parsed;
  }
  std::string line;
  while (console.out && next_line(console.in, line, merchant::transfer_text_bytes_max)) {
    std::string_view space;
    for (const auto& candidate : merchant::scan(line, reading_for)) {
      console.out << space << candidate.code.text();
      space = " ";
    }
    console.out << '\n';
  }
  return exit_done;
}

int words(const WordsOptions& options, Console& console) {
  const std::string& number = options.number;
  std::int64_t dong = 0;
  const char* end = number.data() + number.size();
  const auto [stop, error] = std::from_chars(number.data(), end, dong);
  if (error != std::errc{} || stop != end || number.empty()) {
    return fail(console, "\"" + number + "\" is no whole number of dong");
  }
  const auto speech = options.southern ? merchant::Speech::southern : merchant::Speech::northern;
  console.out << merchant::amount_in_words(ledger::Dong{dong}, speech) << '\n';
  return exit_done;
}

}  // namespace

void add_text_commands(Command& root) {
  Command group = root.group("reference", "Reference codes in transfer texts");
  auto prefix = options_of<std::string>();
  Command scan = group.command(
      "scan", "Find the codes in texts on standard input",
      "For every line one line: the codes in it, put right; empty where there is none.\n"
      "Example:\n  chopay reference scan < transfer_texts.txt");
  scan.text({"--prefix", "Three consonants that codes begin with (JXF)", "XXX"}, *prefix);
  scan.on_call(action_of(prefix, reference_scan));

  auto options = options_of<WordsOptions>();
  Command command = root.command("words", "Write an amount in Vietnamese words",
                                 "Example:\n  chopay words 85000");
  command.text({"N", "Whole number; a negative one behind --", "", true}, options->number);
  command.flag("--southern", "As in the south: ngàn, lẻ", options->southern);
  command.on_call(action_of(options, words));
}

}  // namespace chopay::cli
