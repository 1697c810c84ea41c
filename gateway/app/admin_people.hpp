#pragma once

#include <ostream>
#include <string>

#include "gateway/cli/serve_hook.hpp"
#include "merchant/vault_command.hpp"

namespace chopay::app {

class Gateway;

// What `chopay admin` does with the people of a market in the ledger of a folder that no server has
// open; each gives the exit code.

/// Prints whoever signs in, one a line.
int list_people_offline(const cli::PeopleListOptions& options, std::ostream& out);
/// Ends the named account with its sessions, or the invitation that was to renew it.
int put_out_offline(const cli::PutOutOptions& options);
/// Prints where people are signed in, one session a line. Every session that the vault has counts:
/// only the server knows its settings for how long one may lie idle.
int list_sessions_offline(const cli::SessionListOptions& options, std::ostream& out);
/// Ends the session of that id, idle or not.
int end_session_offline(const cli::EndSessionOptions& options);
/// Invites somebody for an hour, whom nobody vouches for; or gives one who knows their password
/// another authenticator app in place of the lost one, after which they agree to a payee change
/// only when the cooling-off is over. Prints the link.
int invite_offline(const cli::InviteOptions& options, std::ostream& out);

/// Enters that somebody is let in, with the rows that do it. Throws what cannot be done.
void note_invitation(Gateway& gateway, merchant::NoteInvitation note);

/// Prints a link that is to be opened, and its QR code where a terminal can show it.
void print_link(const std::string& url, std::ostream& out);

}  // namespace chopay::app
