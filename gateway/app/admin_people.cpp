#include "gateway/app/admin_people.hpp"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "gateway/app/gateway.hpp"
#include "gateway/app/offline_commands.hpp"
#include "qr/draw_text.hpp"

namespace chopay::app {
namespace {

/// Longer than others': the server is stopped while this runs.
constexpr std::chrono::minutes offline_invitation_lifetime{60};

/// The server's own settings may let sessions lie longer than is usual: none is over here.
constexpr std::chrono::years as_the_vault_has_them{100};

/// The gateway with the vault's people and invitations; it does not listen.
std::unique_ptr<Gateway> people_of(const std::string& data) {
  config::Settings settings;
  settings.data = data;
  settings.log_host.clear();  // as every command that writes offline
  auto gateway = std::make_unique<Gateway>(settings);
  gateway->services().keys.sessions.set_limits({as_the_vault_has_them, as_the_vault_has_them});
  gateway->services().keys.load(gateway->store().own_reader());
  gateway->services().invitations.load(gateway->store().own_reader());
  return gateway;
}

merchant::MarketId market_of(const std::string& text) {
  const auto market = merchant::MarketId::parse(text);
  if (!market) throw config::BadSettings("--market: " + market.error().message());
  return *market;
}

/// The account of somebody who signs in to that market.
api::Account account_of(const api::AccessKeys& keys, const merchant::MarketId& market,
                        const std::string& name) {
  const auto account = keys.accounts.find(name);
  if (!account || account->access.market != market) {
    throw config::BadSettings("nobody signs in to this market as " + name);
  }
  return *account;
}

/// Ends an account with its sessions, and gives the rows that keep it so.
std::vector<ledger::VaultChange> end_account(api::AccessKeys& keys, const std::string& name) {
  auto rows = keys.sessions.end_all(name);
  rows.push_back(api::Accounts::erasure(name));
  // A market of before keeps who its first manager was, also when she goes.
  std::ranges::move(keys.accounts.unwritten(), std::back_inserter(rows));
  return rows;
}

/// Somebody of that market whose account an invitation renews and has not yet; or nothing.
std::optional<api::Invitation> renewal_in(Gateway& gateway, const merchant::MarketId& market,
                                          const std::string& name) {
  auto renewal = gateway.services().invitations.renewal_of(name);
  if (!renewal || renewal->access.market != market) return std::nullopt;
  return renewal;
}

/// What the invitation opens, the account that it renews, and that one's erasures. That somebody
/// on the machine has let them in makes them wait as anybody's invitation does; and nobody vouches
/// for them who did not before.
api::Access offered_access(Gateway& gateway, const cli::InviteOptions& options,
                           std::optional<api::Renewal>& renews, merchant::NoteInvitation& note) {
  auto& keys = gateway.services().keys;
  api::Access access{note.market, api::Role::board, {}};
  if (options.instead_of.empty()) {
    access.role = api::role_from_name(options.role).value();
    access.name = options.name;
  } else if (const auto again = renewal_in(gateway, note.market, options.instead_of)) {
    access = again->access;
    renews = again->renews;
    note.instead_of = api::account_hash(options.instead_of);
  } else {
    const auto account = account_of(keys, note.market, options.instead_of);
    access.role = account.access.role;
    access.name = account.access.name;
    access.vouched_by = account.access.vouched_by;
    renews = api::Renewal{account.name, account.password};
    note.instead_of = api::account_hash(account.name);
    note.rows = end_account(keys, account.name);
  }
  access.by_another = true;
  return access;
}

/// The market's sessions, by account and the newest first.
std::vector<api::Sessions::View> sessions_of(Gateway& gateway, const merchant::MarketId& market) {
  const auto& keys = gateway.services().keys;
  std::vector<api::Sessions::View> all;
  for (const auto& account : keys.accounts.list(market)) {
    std::ranges::move(keys.sessions.list(account.name, gateway.clock().now()),
                      std::back_inserter(all));
  }
  return all;
}

void print_session(const api::Sessions::View& view, std::ostream& out) {
  const auto& session = view.session;
  out << api::key_id(view.hash) << '\t' << session.account << '\t'
      << ledger::format_instant(session.made_at) << '\t' << ledger::format_instant(session.seen_at)
      << '\t' << session.agent << '\n';
}

}  // namespace

void note_invitation(Gateway& gateway, merchant::NoteInvitation note) {
  const auto asked = gateway.lane().ask_and_wait(std::move(note));
  if (asked.state != api::LaneState::answered) {
    throw ledger::StoreFailure("the ledger cannot be written");
  }
  if (!asked.answer) throw config::BadSettings(asked.answer.error().message());
}

void print_link(const std::string& url, std::ostream& out) {
  // In a file or a pipe nothing sets colours.
  const auto colours = ::isatty(STDOUT_FILENO) == 1 ? qr::TextColours::ansi : qr::TextColours::none;
  out << "  " << url << "\n\n"
      << qr::draw_text(qr::make_symbol(url, qr::Level::low).value(), colours) << '\n';
}

int list_people_offline(const cli::PeopleListOptions& options, std::ostream& out) {
  return guarded([&] {
    const auto market = market_of(options.market);
    const auto gateway = people_of(options.data);
    const auto& keys = gateway->services().keys;
    for (const auto& account : keys.accounts.list(market)) {
      out << account.name << '\t' << api::role_name(account.access.role) << '\t'
          << ledger::format_instant(account.access.made_at) << '\t'
          << keys.sessions.list(account.name, gateway->clock().now()).size() << '\t'
          << account.access.name << '\n';
    }
    return 0;
  });
}

int put_out_offline(const cli::PutOutOptions& options) {
  return guarded([&] {
    const auto market = market_of(options.market);
    const auto gateway = people_of(options.data);
    auto& keys = gateway->services().keys;
    if (renewal_in(*gateway, market, options.name)) {
      for (const auto& row : gateway->services().invitations.end_renewal(options.name)) {
        gateway->put(row);
      }
      return 0;
    }
    const auto account = account_of(keys, market, options.name);
    for (const auto& row : end_account(keys, account.name)) gateway->put(row);
    return 0;
  });
}

int list_sessions_offline(const cli::SessionListOptions& options, std::ostream& out) {
  return guarded([&] {
    const auto market = market_of(options.market);
    const auto gateway = people_of(options.data);
    for (const auto& view : sessions_of(*gateway, market)) print_session(view, out);
    return 0;
  });
}

int end_session_offline(const cli::EndSessionOptions& options) {
  return guarded([&] {
    const auto market = market_of(options.market);
    const auto gateway = people_of(options.data);
    for (const auto& view : sessions_of(*gateway, market)) {
      if (api::key_id(view.hash) != options.id) continue;
      for (const auto& row : gateway->services().keys.sessions.end(view.hash)) gateway->put(row);
      return 0;
    }
    throw config::BadSettings("nobody of the market has the session " + options.id);
  });
}

int invite_offline(const cli::InviteOptions& options, std::ostream& out) {
  return guarded([&] {
    const auto gateway = people_of(options.data);
    merchant::NoteInvitation note{market_of(options.market), {}, options.by};
    std::optional<api::Renewal> renews;
    const auto access = offered_access(*gateway, options, renews, note);
    note.role = api::role_name(access.role);
    const auto offered = gateway->services().invitations.offer(
        access, gateway->clock().now(), gateway->random(), offline_invitation_lifetime, renews);
    note.rows.insert(note.rows.end(), offered.rows.begin(), offered.rows.end());
    note_invitation(*gateway, std::move(note));
    out << "Start the server, then let the phone of "
        << (access.name.empty() ? "whoever it is for" : access.name)
        << " open this, once and within an hour:\n";
    print_link(options.url + "/enrol/" + offered.code, out);
    return 0;
  });
}

}  // namespace chopay::app
