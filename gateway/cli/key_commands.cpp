#include "gateway/cli/key_commands.hpp"

namespace chopay::cli {
namespace {

void add_create(Command& group, const Hooks& hooks) {
  auto options = options_of<KeyCreateOptions>();
  options->role = "api";
  Command command = group.command(
      "create", "Make a key and print it, once",
      "It does all that its role may, but agrees to no change of a payee account and to nothing "
      "for\n"
      "a household: whom a manager invites does.\n"
      "Example:\n  chopay key create --data ./data --market ha-long-1 --role till --stall A12");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "The market that the key is for", "ID", true}, options->market);
  command.choice(
      {"--role", "What it may do", ""},
      {"api", "till", "helper", "board", "collector", "viewer", "ward", "operator", "monitor"},
      options->role);
  command.text({"--stall", "The stall of a till's or a helper's key", "CODE"}, options->stall);
  command.text({"--name", "Whose it is, for the list of keys", "TEXT"}, options->name);
  command.on_call([options, &hooks](Console& console) {
    if (!hooks.key_create) return fail(console, "this program cannot make keys");
    const bool of_stall = options->role == "till" || options->role == "helper";
    if (of_stall && options->stall.empty()) {
      return fail(console, "--stall is needed for a " + options->role);
    }
    if (!of_stall && !options->stall.empty()) {
      return fail(console, "--stall is for a till or a helper only");
    }
    return hooks.key_create(*options, console.out);
  });
}

void add_list(Command& group, const Hooks& hooks) {
  auto options = options_of<KeyListOptions>();
  Command command =
      group.command("list", "List a market's keys: id, role, stall, made at, last used, name",
                    "Example:\n  chopay key list --data ./data --market ha-long-1");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "The market", "ID", true}, options->market);
  command.on_call([options, &hooks](Console& console) {
    if (!hooks.key_list) return fail(console, "this program keeps no keys");
    return hooks.key_list(*options, console.out);
  });
}

void add_revoke(Command& group, const Hooks& hooks) {
  auto options = options_of<KeyListOptions>();
  Command command =
      group.command("revoke", "Take a key back: it opens nothing any more",
                    "Example:\n  chopay key revoke --data ./data --market ha-long-1 0a1b2c3d4e5f");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "The market", "ID", true}, options->market);
  command.text({"ID", "As the list names it", "ID", true}, options->revoke);
  command.on_call([options, &hooks](Console& console) {
    if (!hooks.key_list) return fail(console, "this program keeps no keys");
    return hooks.key_list(*options, console.out);
  });
}

}  // namespace

void add_key_commands(Command& root, const Hooks& hooks) {
  Command group = root.group("key", "Keys of the API, by which people and programs come in");
  add_create(group, hooks);
  add_list(group, hooks);
  add_revoke(group, hooks);
}

}  // namespace chopay::cli
