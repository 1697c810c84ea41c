#pragma once

#include <ostream>
#include <string>

#include "gateway/cli/serve_hook.hpp"

namespace chopay::app {

// What `chopay admin` does with the people of a market in the ledger of a folder that no server has
// open; each gives the exit code.

/// Prints whoever signs in, one a line.
int list_people_offline(const cli::PeopleListOptions& options, std::ostream& out);
/// Ends the named account with its sessions.
int put_out_offline(const cli::PutOutOptions& options);
/// Prints where people are signed in, one session a line. Every session that the vault has counts:
/// only the server knows its settings for how long one may lie idle.
int list_sessions_offline(const cli::SessionListOptions& options, std::ostream& out);
/// Ends the session of that id, idle or not.
int end_session_offline(const cli::EndSessionOptions& options);
/// Invites somebody for an hour, or gives one another enrolment in place of their account, and
/// prints the link. Whoever comes in by it may agree to a payee change only after the cooling-off.
int invite_offline(const cli::InviteOptions& options, std::ostream& out);

/// Prints a link that is to be opened, and its QR code where a terminal can show it.
void print_link(const std::string& url, std::ostream& out);

}  // namespace chopay::app
