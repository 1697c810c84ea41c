#pragma once

#include <string>

#include "config/settings.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/sandbox/sandbox_file.hpp"
#include "merchant/market_file.hpp"

namespace chopay::app {

/// Opens a market in the ledger, entry by entry; what is there already stays as it is. The error
/// names what the rules refused.
ledger::Result<void> open_market(api::Lane& lane, const merchant::MarketFile& file);

/// The sandbox around a gateway: play money, a market to try everything in, keys to all of it.
class Sandbox {
 public:
  /// Takes up the secrets of an earlier run in this folder, or makes new ones, and adds the
  /// sandbox's source.
  static Sandbox prepare(config::Settings& settings, ledger::Random& random);

  /// Opens the market where it is new and lets the keys in, and puts the old sandbox.json
  /// aside: whoever waits for it waits for this run. Before the gateway's start.
  void furnish(Gateway& gateway);
  /// Opens a request to pay, writes sandbox.json (0600), and returns what it says. After the start.
  const sandbox::SandboxFile& announce(Gateway& gateway);

 private:
  std::string data_;
  std::string till_key_;
  std::string board_key_;
  sandbox::SandboxFile file_;
};

}  // namespace chopay::app
