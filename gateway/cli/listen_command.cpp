#include "gateway/cli/listen_command.hpp"

namespace chopay::cli {

void add_listen_command(Command& root, const Hooks& hooks) {
  auto options = options_of<ListenOptions>();
  Command command = root.command(
      "listen", "Print a market's events as they happen, one a line",
      "Asks GET /v1/events again and again. With --forward each event is also sent to a program "
      "of\n"
      "yours, as a webhook with its signature: no public address is needed to write one.\n"
      "Examples:\n"
      "  chopay listen --data ./data --stall A12 --forward http://127.0.0.1:3000/hook\n"
      "  chopay listen --url https://pay.example.vn --key-file api.key");
  command.text({"--data", "Folder of a running sandbox: its address and key", "DIR"},
               options->data);
  command.text({"--url", "Address of the gateway, without --data", "URL"}, options->url);
  command.text({"--key-file", "File with a key of the market, mode 0600", "FILE"},
               options->key_file);
  command.text({"--stall", "Only this stall's events", "STALL"}, options->stall);
  command.text({"--forward", "Send each event there too", "URL"}, options->forward);
  command.number({"--after", "Begin behind this entry; else with what happens now", "SEQ"}, 0,
                 (std::int64_t{1} << 40) - 1, options->after);
  command.flag("--once", "End at the end of the log", options->once);
  command.on_call([options, &hooks](Console& console) {
    if (!hooks.listen) return fail(console, "this program cannot listen");
    if (options->data.empty() == (options->url.empty() || options->key_file.empty())) {
      return fail(console, "either --data, or --url with --key-file");
    }
    return hooks.listen(*options, console.out);
  });
}

}  // namespace chopay::cli
