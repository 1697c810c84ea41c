#include "gateway/cli/admin_commands.hpp"

namespace chopay::cli {
namespace {

void add_people(Command& group, const Hooks& hooks) {
  auto options = options_of<PeopleListOptions>();
  Command command = group.command(
      "people", "List whoever signs in: sign-in name, role, since when, sessions, name",
      "Example:\n  chopay admin people --data ./data --market ha-long-1");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "The market", "ID", true}, options->market);
  command.on_call([options, &hooks](Console& console) {
    if (!hooks.people_list) return fail(console, "this program keeps no people");
    return hooks.people_list(*options, console.out);
  });
}

void add_put_out(Command& group, const Hooks& hooks) {
  auto options = options_of<PutOutOptions>();
  Command command = group.command(
      "put-out", "Put somebody out: their account and all their sessions end",
      "Whoever is to come in again by another app gets `chopay admin reset` instead.\n"
      "Example:\n  chopay admin put-out lan --data ./data --market ha-long-1");
  command.text({"NAME", "The sign-in name, as `chopay admin people` lists it", "NAME", true},
               options->name);
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "The market", "ID", true}, options->market);
  command.on_call([options, &hooks](Console& console) {
    if (!hooks.put_out) return fail(console, "this program keeps no people");
    return hooks.put_out(*options);
  });
}

void add_sessions(Command& group, const Hooks& hooks) {
  auto options = options_of<SessionListOptions>();
  Command command = group.command(
      "sessions",
      "List where people are signed in: id, sign-in name, since when, last request, browser",
      "Devices of stalls have keys instead: `chopay key list` and `chopay key revoke`.\n"
      "Example:\n  chopay admin sessions --data ./data --market ha-long-1");
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "The market", "ID", true}, options->market);
  command.on_call([options, &hooks](Console& console) {
    if (!hooks.session_list) return fail(console, "this program keeps no sessions");
    return hooks.session_list(*options, console.out);
  });
}

void add_end_session(Command& group, const Hooks& hooks) {
  auto options = options_of<EndSessionOptions>();
  Command command = group.command(
      "end-session", "End one sign-in: that browser must sign in again",
      "Example:\n  chopay admin end-session 0a1b2c3d4e5f --data ./data --market ha-long-1");
  command.text({"ID", "As `chopay admin sessions` names it", "ID", true}, options->id);
  command.text({"--data", "Folder of the ledger", "DIR", true}, options->data);
  command.text({"--market", "The market", "ID", true}, options->market);
  command.on_call([options, &hooks](Console& console) {
    if (!hooks.end_session) return fail(console, "this program keeps no sessions");
    return hooks.end_session(*options);
  });
}

int call_invite(InviteOptions options, const Hooks& hooks, Console& console) {
  if (!hooks.invite) return fail(console, "this program cannot invite anybody");
  while (options.url.ends_with('/')) options.url.pop_back();
  return hooks.invite(options, console.out);
}

/// What both ways of inviting have in common.
void add_common(Command& command, InviteOptions& options) {
  options.url = usual_url;
  command.text({"--data", "Folder of the ledger", "DIR", true}, options.data);
  command.text({"--market", "The market", "ID", true}, options.market);
  command.text({"--by", "Who does this; it stands in the market's log", "TEXT", true}, options.by);
  command.text({"--url", "Address of the server, as public_url in chopay.toml", "URL"},
               options.url);
}

void add_invite(Command& group, const Hooks& hooks) {
  auto options = options_of<InviteOptions>();
  Command command = group.command(
      "invite", "Invite somebody who signs in; prints a link and its QR code, once",
      "The link is good once and for an hour: start the server, and let their phone open it. Who\n"
      "comes in so does all that the role may, but agrees to no change of a payee account: for "
      "that\n"
      "a manager who has signed in invites them.\n"
      "Example:\n  chopay admin invite --data ./data --market ha-long-1 --role board \\\n"
      "    --name 'Chị Thu' --by 'Anh Minh, máy chủ'");
  add_common(command, *options);
  command.choice({"--role", "What they may do", "", true},
                 {"board", "collector", "viewer", "ward", "operator"}, options->role);
  command.text({"--name", "What people call them", "TEXT"}, options->name);
  command.on_call(
      [options, &hooks](Console& console) { return call_invite(*options, hooks, console); });
}

void add_reset(Command& group, const Hooks& hooks) {
  auto options = options_of<InviteOptions>();
  Command command =
      group.command("reset", "Give somebody who has lost their authenticator app a new enrolment",
                    "Their account, its secret and all its sessions end at once. The link that is "
                    "printed is good\n"
                    "once and for an hour, asks for the password that they alone know, and makes "
                    "the account anew,\n"
                    "which may agree to a change of a payee account only when the cooling-off is "
                    "over. Who did it\n"
                    "and when is in the market's log.\n"
                    "Example:\n  chopay admin reset lan --data ./data --market ha-long-1 --by 'Anh "
                    "Minh, máy chủ'");
  command.text({"NAME", "The sign-in name, as `chopay admin people` lists it", "NAME", true},
               options->instead_of);
  add_common(command, *options);
  command.on_call(
      [options, &hooks](Console& console) { return call_invite(*options, hooks, console); });
}

}  // namespace

void add_admin_commands(Command& root, const Hooks& hooks) {
  Command group = root.group("admin", "Who signs in, done on the machine, beside a stopped server");
  add_people(group, hooks);
  add_put_out(group, hooks);
  add_sessions(group, hooks);
  add_end_session(group, hooks);
  add_invite(group, hooks);
  add_reset(group, hooks);
}

}  // namespace chopay::cli
