#include "gateway/app/offline_commands.hpp"

#include <iostream>

#include "gateway/app/admin_people.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/sandbox.hpp"
#include "merchant/market_file.hpp"

namespace chopay::app {
namespace {

/// A gateway over the folder's ledger that does not listen: for commands that write offline.
Gateway offline(const std::string& data) {
  config::Settings settings;
  settings.data = data;
  settings.log_host.clear();  // the next server signs it, once it knows that this copy is newest
  return Gateway{settings};
}

void revoke(Gateway& gateway, const std::vector<api::KeyView>& keys, const std::string& id) {
  for (const auto& key : keys) {
    if (api::key_id(key.hash) != id) continue;
    for (const auto& row : api::key_erasure(key.hash)) gateway.put(row);
    return;
  }
  throw config::BadSettings("the market has no key " + id);
}

/// Keeps a new key. That somebody is let in who may let others in is an entry too.
void keep_key(Gateway& gateway, const api::Access& access, const ledger::VaultChange& row) {
  if (access.role == api::Role::board || access.role == api::Role::system_operator) {
    const std::string role{api::role_name(access.role)};
    note_invitation(gateway, {access.market, role, "chopay key create", {}, {row}});
  } else {
    gateway.put(row);
  }
}

void print_key(const api::KeyView& key, std::ostream& out) {
  const auto& access = key.access;
  const bool known = access.made_at != ledger::Instant{};
  out << api::key_id(key.hash) << '\t' << api::role_name(access.role) << '\t'
      << (access.stall.empty() ? "-" : access.stall.text()) << '\t'
      << (known ? ledger::format_instant(access.made_at) : "-") << '\t'
      << (key.used_at ? ledger::format_instant(*key.used_at) : "-") << '\t' << access.name << '\n';
}

}  // namespace

int guarded(const std::function<int()>& command) {
  try {
    start_log();
    return command();
  } catch (const std::exception& error) {
    std::cerr << "chopay: " << error.what() << '\n';
    return exit_not_run;
  }
}

int open_market_offline(const cli::MarketOpenOptions& options, std::ostream& out) {
  return guarded([&] {
    auto gateway = offline(options.data);
    const auto asked =
        gateway.lane().ask_and_wait(merchant::ShowRegistry{options.market.market.market});
    const auto place =
        asked.answer ? merchant::contradiction(**asked.answer, options.market) : std::string{};
    // What corrections put right is a contradiction until they are entered.
    if (!place.empty() && options.corrections.empty()) {
      throw config::BadSettings(place + " is registered otherwise; nothing was changed");
    }
    open_market(gateway.lane(), options.market).value();
    for (auto correction : options.corrections) {
      correction.by = "market import";
      gateway.lane().ask_and_wait(correction).answer.value();
    }
    out << "market " << options.market.market.market.text()
        << " is open: " << options.market.zones.size() << " zones, " << options.market.stalls.size()
        << " stalls";
    if (!options.corrections.empty()) out << ", " << options.corrections.size() << " corrected";
    out << '\n';
    return 0;
  });
}

int create_key_offline(const cli::KeyCreateOptions& options, std::ostream& out) {
  return guarded([&] {
    const auto role = api::role_from_name(options.role);
    if (!role) throw config::BadSettings("there is no role " + options.role);
    api::Access access{merchant::MarketId::parse(options.market).value(), *role, {}};
    const bool of_stall = api::is_of_a_stall(*role);
    if (of_stall) access.stall = merchant::StallId::parse(options.stall).value();
    access.name = options.name;
    auto gateway = offline(options.data);
    access.made_at = ledger::SystemClock{}.now();
    const auto asked = gateway.lane().ask_and_wait(merchant::ShowRegistry{access.market});
    if (!asked.answer) throw config::BadSettings(asked.answer.error().message());
    if (of_stall && !(*asked.answer)->stall(access.stall)) {
      throw config::BadSettings("the market has no stall " + options.stall);
    }
    const auto key = api::new_key(gateway.random());
    keep_key(gateway, access, api::key_row(key, access));
    out << key << '\n';
    return 0;
  });
}

int list_keys_offline(const cli::KeyListOptions& options, std::ostream& out) {
  return guarded([&] {
    const auto market = merchant::MarketId::parse(options.market).value();
    auto gateway = offline(options.data);
    const auto keys = gateway.keys_of(market);
    if (options.revoke.empty()) {
      for (const auto& key : keys) print_key(key, out);
    } else {
      revoke(gateway, keys, options.revoke);
    }
    return 0;
  });
}

int open_charges_offline(const cli::ChargesOpenOptions& options, std::ostream& out) {
  return guarded([&] {
    namespace charges = merchant::charges;
    const auto market = merchant::MarketId::parse(options.market);
    if (!market) throw config::BadSettings(market.error().message());
    const auto month = charges::parse_charge_month(options.month);
    if (!month) throw config::BadSettings(month.error().message());
    auto gateway = offline(options.data);
    charges::Billed all;
    do {
      const auto asked =
          gateway.lane().ask_and_wait(charges::BillStalls{*market, *month, "command line"});
      if (!asked.answer) throw config::BadSettings(asked.answer.error().message());
      all.stalls += asked.answer->stalls;
      all.sum += asked.answer->sum;
      all.more = asked.answer->more;
    } while (all.more);
    out << "billed " << all.stalls << " stalls for " << charges::month_text(*month) << ": "
        << all.sum.count() << " VND\n";
    return 0;
  });
}

}  // namespace chopay::app
