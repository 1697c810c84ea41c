#include "gateway/cli/serve_commands.hpp"

namespace chopay::cli {
namespace {

Action serve_with(std::shared_ptr<ServeOptions> options, const Hooks& hooks) {
  return [options, &hooks](Console& console) {
    if (!hooks.serve) return fail(console, "this program cannot serve");
    if (options->config.empty() && options->data.empty()) {
      return fail(console, "serve needs --config or --data");
    }
    return hooks.serve(*options);
  };
}

void add_serve(Command& root, const Hooks& hooks) {
  auto options = options_of<ServeOptions>();
  Command command = root.command(
      "serve", "Run the gateway as configured",
      "Where there is no market yet it prints a link, good once and for half an hour,\n"
      "that opens the set-up in a browser.\n"
      "Examples:\n  chopay serve --config chopay.toml --listen 127.0.0.1:8080\n"
      "  chopay serve --data ./data");
  command.text({"--config", "Settings, e.g. /etc/chopay/chopay.toml", "FILE"}, options->config);
  command.text({"--listen", "Address and port, instead of the configured", "HOST:PORT"},
               options->listen);
  command.text({"--data", "Folder of the ledger, instead of the configured", "DIR"}, options->data);
  command.on_call(serve_with(options, hooks));
}

void add_sandbox(Command& root, const Hooks& hooks) {
  auto options = options_of<ServeOptions>();
  options->sandbox = true;
  options->listen = "127.0.0.1:8080";
  options->data = "./data";
  Command command =
      root.command("sandbox", "Run the gateway with a made-up market to try out",
                   "Writes DIR/sandbox.json (address, keys) once it accepts connections.\n"
                   "Example:\n  chopay sandbox --listen 127.0.0.1:0 --data ./data");
  command.text({"--config", "More settings, e.g. webhooks", "FILE"}, options->config);
  command.text({"--listen", "Address and port; port 0 takes a free one", "HOST:PORT"},
               options->listen);
  command.text({"--data", "Folder of the ledger", "DIR"}, options->data);
  command.on_call(serve_with(options, hooks));
}

void add_witness(Command& root, const Hooks& hooks) {
  auto options = options_of<WitnessOptions>();
  options->listen = "127.0.0.1:8090";
  options->state = "./witness";
  options->name = "localhost/witness";
  Command command = root.command(
      "witness", "Watch logs of other gateways and cosign what only grows",
      "Prints its own key at the start; the gateway's chopay.toml names it under [[witness]].\n"
      "Refuses a second history or an older one; of two roots of one size it prints the proof. "
      "With\n"
      "--log it asks the log itself, e.g. https://pay.example.vn/log/ha-long-1, and prints what it "
      "saw\n"
      "when that went back; GET /cosigned/ORIGIN shows what it signed.\n"
      "Example:\n  chopay witness --listen 0.0.0.0:8090 --key pay.example.vn/ha-long-1+6a1b…+AV3…");
  command.text({"--listen", "Address and port; port 0 takes a free one", "HOST:PORT"},
               options->listen);
  command.text({"--state", "Folder of its key and its memory", "DIR"}, options->state);
  command.text({"--name", "Name of its key, when that is made", "NAME"}, options->name);
  command.texts(
      {"--key", "Key of a log to watch (`chopay log key`); may be repeated", "VKEY", true},
      options->keys);
  command.texts({"--log", "URL of a log to ask for checkpoints; may be repeated", "URL"},
                options->logs);
  command.on_call([options, &hooks](Console& console) {
    if (!hooks.witness) return fail(console, "this program cannot watch logs");
    return hooks.witness(*options);
  });
}

}  // namespace

void add_serve_commands(Command& root, const Hooks& hooks) {
  add_serve(root, hooks);
  add_sandbox(root, hooks);
  add_witness(root, hooks);
}

}  // namespace chopay::cli
