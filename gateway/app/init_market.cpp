#include "gateway/app/init_market.hpp"

#include "gateway/app/admin_people.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/offline_commands.hpp"
#include "gateway/app/sandbox.hpp"

namespace chopay::app {
namespace {

/// Longer than others': the server and its reverse proxy are yet to be set up.
constexpr std::chrono::hours first_invitation_lifetime{24};

void print_invitation(const cli::InitOptions& options, const std::string& url, std::ostream& out) {
  const auto& market = options.market.market;
  out << "The market " << market.market.text() << " is open: " << market.data.name << ", "
      << market.data.province << ".\n\n"
      << "Start the server (chopay serve --config chopay.toml), then let the phone of "
      << options.person << " open this, once and within a day:\n";
  print_link(url, out);
  out << "Stalls: chopay market import FILE --data " << options.data << '\n';
}

}  // namespace

std::string invite_first(Gateway& gateway, const merchant::MarketId& market,
                         const std::string& person, const std::string& by) {
  auto& services = gateway.services();
  api::Access access{market, api::Role::board, {}};
  access.name = person;
  access.vouched_by = api::first_manager;
  const auto offered = services.invitations.offer(access, gateway.clock().now(), gateway.random(),
                                                  first_invitation_lifetime);
  note_invitation(gateway,
                  {market, std::string{api::role_name(access.role)}, by, {}, offered.rows});
  return offered.code;
}

int init_market(const cli::InitOptions& options, std::ostream& out) {
  return guarded([&] {
    config::Settings settings;
    settings.data = options.data;
    settings.log_host.clear();  // as every command that writes offline
    Gateway gateway{settings};
    const auto& market = options.market.market.market;
    const auto asked = gateway.lane().ask_and_wait(merchant::ShowRegistry{market});
    if (asked.answer) {
      const auto place = merchant::contradiction(**asked.answer, options.market);
      if (!place.empty()) {
        throw config::BadSettings(place + " is registered otherwise; nothing was changed");
      }
      gateway.keys_of(market);  // reads the accounts too
      const auto& accounts = gateway.services().keys.accounts;
      if (accounts.has_first(market)) {
        throw config::BadSettings(
            "the market has had its first manager: one of its managers invites others, and "
            "`chopay admin invite` somebody who agrees to no change of an account");
      }
      if (accounts.has_board(market)) {
        throw config::BadSettings(
            "the market has people of its board, none of whom another of it let in: a first "
            "manager comes before all others (`chopay admin people` lists them, `chopay admin "
            "put-out NAME` ends one)");
      }
    }
    open_market(gateway.lane(), options.market).value();
    gateway.services().invitations.load(gateway.store().own_reader());
    const auto code = invite_first(gateway, market, options.person, "chopay init");
    print_invitation(options, options.url + "/enrol/" + code, out);
    return 0;
  });
}

}  // namespace chopay::app
