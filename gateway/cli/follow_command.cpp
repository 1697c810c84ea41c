#include "gateway/cli/follow_command.hpp"

namespace chopay::cli {

void add_follow_command(Command& group, const Hooks& hooks) {
  auto options = options_of<FollowOptions>();
  Command command = group.command(
      "follow", "Keep a verified copy of a market's log on this machine",
      "Writes only what the log has signed. Stops with exit code 1 when the log shows another\n"
      "history or an older one than it did. The copy is a ledger like any other.\n"
      "Example:\n  chopay ledger follow https://pay.example.vn --market ha-long-1 "
      "--key-file api.key --data ./copy");
  command.text({"URL", "Address of the gateway", "", true}, options->url);
  command.text({"--market", "The log to follow", "ID", true}, options->market);
  command.text({"--key-file", "File with an API key of the market, mode 0600", "FILE", true},
               options->key_file);
  command.text({"--data", "Folder of the copy", "DIR", true}, options->data);
  command.text({"--log-key", "Key of the log; else the first one it shows is kept", "VKEY"},
               options->log_key);
  command.flag("--once", "End when the copy is level with the log", options->once);
  command.on_call([options, &hooks](Console& console) {
    if (!hooks.follow) return fail(console, "this program cannot follow a log");
    return hooks.follow(*options);
  });
}

}  // namespace chopay::cli
